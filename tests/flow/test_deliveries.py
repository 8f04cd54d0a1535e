"""One turn of the worker: what is due is done, what fails is tried again or given up."""

import pytest

from otklik.flow import deliveries
from otklik.ground.outbox import selectors, services
from otklik.ground.outbox.rules import State
from tests.builders import NOW

pytestmark = pytest.mark.django_db


def turn(now=NOW):
    return deliveries.turn(worker="a", now=lambda: now)


def test_work_that_nobody_knows_is_given_up_and_told():
    services.put("fly", "1", {}, now=NOW)
    assert turn() == 1
    (failure,) = selectors.failures()
    assert "fly" in failure.error
    assert turn() == 0


@pytest.mark.parametrize(
    "payload", [{}, {"run": "не число"}, {"run": 10**6}], ids=["пусто", "не число", "нет такой"]
)
def test_work_that_fails_waits_for_its_next_try_and_stops_nobody(payload):
    services.put("run_import", "1", payload, now=NOW)
    services.put("sync_lake", "1", {}, now=NOW)
    assert turn() == 2
    assert selectors.state_of("run_import", "1") is State.WAITING
    assert selectors.state_of("sync_lake", "1") is State.DONE
    assert turn() == 0


def test_periodic_work_asks_for_its_next_turn_once():
    for _ in range(2):
        services.put("sync_lake", "1", {}, now=NOW)
        turn()
    assert selectors.queue().waiting == 1
