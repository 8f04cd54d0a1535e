"""Work for later: asked for once, taken with a lease, tried again, given up."""

from datetime import UTC, datetime, timedelta

import pytest

from otklik.ground.outbox import selectors, services
from otklik.ground.outbox.models import Delivery
from otklik.ground.outbox.rules import ATTEMPTS, LEASE, State, pause_after

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(0, 5), (1, 5), (2, 10), (3, 20), (8, 640), (12, 10240), (13, 20480), (14, 21600)],
)
def test_the_pause_doubles_to_six_hours(attempts, seconds):
    assert pause_after(attempts) == timedelta(seconds=seconds)


def claim(worker="a", now=NOW, **more):
    return services.claim(worker=worker, now=now, **more)


@pytest.mark.django_db
class TestQueue:
    @pytest.fixture(autouse=True)
    def asked(self):
        services.put("send", "1", {"draft": 1}, now=NOW)

    def test_the_same_key_asked_for_again_changes_nothing(self):
        services.put("send", "1", {"draft": 2}, now=NOW)
        (job,) = claim(most=5)
        assert job.payload == {"draft": 1}

    def test_another_kind_may_have_the_same_key(self):
        services.put("train", "1", {}, now=NOW)
        assert len(claim(most=5)) == 2

    def test_a_job_is_held_by_one(self):
        (job,) = claim("a")
        assert (job.kind, job.key, job.attempts) == ("send", "1", 1)
        assert claim("b") == []
        assert claim("b", now=NOW + LEASE - SECOND) == []

    def test_the_job_of_a_dead_worker_is_taken_again(self):
        (first,) = claim("a")
        (again,) = claim("b", now=NOW + LEASE)
        assert (again.id, again.attempts) == (first.id, 2)
        assert not services.done(first, worker="a", now=NOW + LEASE)
        assert selectors.state_of("send", "1") is State.RUNNING
        assert services.done(again, worker="b", now=NOW + LEASE)
        assert selectors.state_of("send", "1") is State.DONE

    def test_a_worker_that_lost_its_job_cannot_fail_it(self):
        (first,) = claim("a")
        claim("b", now=NOW + LEASE)
        services.failed(first, worker="a", now=NOW + LEASE, error="поздно", is_final=True)
        services.put_back(first, worker="a", now=NOW + LEASE)
        assert selectors.state_of("send", "1") is State.RUNNING

    def test_a_long_job_is_held_further(self):
        (job,) = claim("a")
        assert services.prolong(job, worker="a", now=NOW + LEASE - SECOND)
        assert claim("b", now=NOW + LEASE + SECOND) == []
        assert not services.prolong(job, worker="b", now=NOW)

    def test_a_job_put_back_is_taken_at_once(self):
        (job,) = claim("a")
        services.put_back(job, worker="a", now=NOW + SECOND)
        (again,) = claim("b", now=NOW + SECOND)
        assert again.attempts == 1

    def test_a_failure_is_tried_later(self):
        (job,) = claim()
        services.failed(job, worker="a", now=NOW, error="сеть")
        assert claim(now=NOW + 4 * SECOND) == []
        (again,) = claim(now=NOW + 5 * SECOND)
        assert again.attempts == 2
        services.failed(again, worker="a", now=NOW, error="сеть")
        assert claim(now=NOW + 9 * SECOND) == []
        assert claim(now=NOW + 10 * SECOND)

    def test_a_job_is_given_up_after_so_many_tries(self):
        at = NOW
        for _ in range(ATTEMPTS):
            (job,) = claim(now=at)
            services.failed(job, worker="a", now=at, error="ошибка " * 100)
            at += timedelta(hours=7)
        assert claim(now=at) == []
        (failure,) = selectors.failures()
        assert (failure.attempts, len(failure.error)) == (ATTEMPTS, 500)
        assert selectors.queue().failed == 1

    def test_a_refusal_is_final_and_a_person_may_ask_again(self):
        (job,) = claim()
        services.failed(job, worker="a", now=NOW, error="нет такого чата", is_final=True)
        assert claim(now=NOW + timedelta(days=1)) == []
        assert services.retry(job.id, now=NOW)
        assert not services.retry(job.id, now=NOW)
        (again,) = claim()
        assert again.attempts == 1

    def test_a_wish_for_later_waits(self):
        services.put("sync", "1", {}, now=NOW, at=NOW + timedelta(minutes=1))
        assert [job.kind for job in claim(most=9)] == ["send"]
        assert not services.is_due(now=NOW)
        assert services.is_due(now=NOW + timedelta(minutes=1))

    def test_work_is_taken_oldest_first_and_by_kind(self):
        services.put("train", "old", {}, now=NOW, at=NOW - SECOND)
        services.put("send", "2", {}, now=NOW)
        assert [job.key for job in claim(most=9, kinds=("send",))] == ["1", "2"]
        assert [job.key for job in claim(most=9)] == ["old"]

    def test_the_queue_tells_how_the_worker_stands(self):
        services.put("send", "2", {}, now=NOW, at=NOW - timedelta(hours=1))
        claim()
        queue = selectors.queue()
        assert (queue.waiting, queue.running, queue.failed) == (1, 1, 0)
        assert queue.oldest_waiting_at == NOW

    def test_finished_work_is_forgotten_after_a_while(self):
        (job,) = claim()
        services.done(job, worker="a", now=NOW)
        assert services.forget_done(before=NOW) == 0
        assert services.forget_done(before=NOW + SECOND) == 1
        assert Delivery.objects.count() == 0
