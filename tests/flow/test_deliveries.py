"""One turn of the worker: what is due is done, what fails is tried again or given up."""

import pytest

from otklik.flow import deliveries, exchange
from otklik.ground.outbox import selectors, services
from otklik.ground.outbox.rules import State
from otklik.ground.places import selectors as places
from otklik.register.cases.models import Case
from otklik.register.intake.models import ImportRun
from tests.builders import NOW, a_town
from tests.flow.registers import as_csv, rows_of

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


ROWS = 1200


@pytest.fixture
def register(tmp_path):
    """A register of three batches that waits to be loaded."""
    town = places.municipality(a_town().id)
    run = exchange.prepare(as_csv(tmp_path / "r.csv", rows_of(ROWS)), town=town, now=NOW)
    exchange.queue_run(run.id, now=NOW)
    return run.id


def _told_to_stop_at(question):
    """Struck when the work asks its database for the so-manieth time."""
    asked = iter(range(1_000_000))
    return lambda: next(asked) >= question


def test_a_stop_at_any_moment_gives_the_job_back_and_loses_nothing(register):
    """The moments are between any two questions to the database: of the first batch, the second, the last."""
    read = []
    for question in (1, 2, 4, 8, 14, 20, 27, 40, 60):
        taken = deliveries.turn(worker="a", now=lambda: NOW, is_stopping=_told_to_stop_at(question))
        assert taken == 1
        run = ImportRun.objects.get(id=register)
        read.append(run.rows_read)
        assert Case.objects.count() == run.rows_read == run.added
        if run.state == "done":
            break
        assert selectors.state_of("run_import", f"run:{register}:{NOW:%Y%m%d%H%M%S}") is State.WAITING
    assert read == sorted(read)
    assert len(set(read)) > 2
    turn()
    assert (Case.objects.count(), ImportRun.objects.get(id=register).state) == (ROWS, "done")
