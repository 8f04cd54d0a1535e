"""Several processes at once, killed processes and a full disk: nothing lost, nothing doubled."""

import os
import resource
import signal
import time
from datetime import UTC, datetime

from otklik.border.ports.messages import Author, Inbound, Stream
from otklik.casework.answers import services as answers
from otklik.flow import answer, exchange
from otklik.flow.receive import take
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.register.cases.models import Case, Post
from otklik.register.intake import selectors as intake
from otklik.register.intake.models import ImportRun, InboundRecord
from tests.flow.registers import as_csv, rows_of

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
ROWS = 3000


def town():
    found = places.municipality_by_code("zarechye")
    assert found is not None
    return found


def taken(name):
    """A message of that outside id, taken in."""
    account = intake.account(town().id, "webform")
    message = Inbound(
        channel="webform", external_id=name, text=f"Яма на дороге {name}", received_at=NOW,
        stream=Stream.DIGITAL, author=Author(name="Пётр", phone="+79001234567"),
    )  # fmt: skip
    return take([message], account_id=account.id, town=town(), now=NOW)[0]


def state():
    run = ImportRun.objects.order_by("id").last()
    verdict = audit.verify()
    return {
        "cases": Case.objects.count(),
        "numbers": Case.objects.values("number").distinct().count(),
        "kept": InboundRecord.objects.exclude(case_id=None).count(),
        "posts": Post.objects.count(),
        "runs": ImportRun.objects.count(),
        "broken": verdict.broken_at,
        "checked": verdict.checked,
        "run": run and [run.state, run.rows_read, run.added, run.unchanged, run.rejected],
    }


def test_one_message_taken_by_two_processes_is_one_case(installation):
    def all_of_them():
        return [taken(str(n)).verdict for n in range(15)]

    one, two = installation.together(all_of_them, all_of_them)
    assert all({first, second} == {"added", "unchanged"} for first, second in zip(one, two, strict=True))
    found = installation.call(state)
    assert (found["cases"], found["kept"], found["posts"], found["broken"]) == (15, 15, 15, None)


def test_numbers_never_repeat_and_the_journal_stays_whole(installation):
    said = installation.together(
        lambda: [taken(f"a{n}").number for n in range(15)], lambda: [taken(f"b{n}").number for n in range(15)]
    )
    assert sorted(said[0] + said[1]) == [f"МЦУ-2026-{n:06d}" for n in range(1, 31)]
    found = installation.call(state)
    assert (found["cases"], found["broken"]) == (30, None)
    assert found["checked"] > 30


def work_of(worker):
    done = []
    while jobs := outbox.claim(worker=worker, now=NOW, most=2):
        done += [job.id for job in jobs]
        assert all(outbox.done(job, worker=worker, now=NOW) for job in jobs)
    return done


def test_two_workers_never_do_one_job(installation):
    wishes = [outbox.Wish(kind="send", key=str(n), payload={}, at=NOW) for n in range(60)]
    installation.call(lambda: outbox.put_many(wishes, now=NOW))
    one, two = installation.together(lambda: work_of("a"), lambda: work_of("b"))
    assert len(one) + len(two) == 60
    assert not set(one) & set(two)


def test_an_import_killed_in_the_middle_goes_on(installation, tmp_path):
    rows = rows_of(ROWS)
    rows[100] = ("101", "", "02.02.2026", "")
    path = as_csv(tmp_path / "r.csv", rows)
    process = installation.begin("import", str(path))
    process.until("1\u202f000")
    os.kill(process.pid, signal.SIGKILL)
    assert process.wait().code == -signal.SIGKILL
    middle = installation.call(state)
    assert middle["run"][0] == "running"
    assert 0 < middle["cases"] < ROWS
    assert middle["cases"] == middle["run"][2] == middle["kept"]
    told = installation.otklik("import", str(path), "--json").told
    assert (told["run"], told["state"], told["rows"]) == (1, "done", ROWS)
    assert (told["added"], told["unchanged"], told["rejected"]) == (ROWS - 1, 0, 1)
    found = installation.call(state)
    assert (found["runs"], found["cases"], found["numbers"]) == (1, ROWS - 1, ROWS - 1)
    assert found["broken"] is None


def test_two_processes_that_load_one_file_load_it_once(installation, tmp_path):
    path = as_csv(tmp_path / "r.csv", rows_of(1500))
    first, second = (installation.begin("import", str(path), "--json") for _ in range(2))
    ends = [first.wait(), second.wait()]
    assert 0 in [one.code for one in ends], [one.err for one in ends]
    assert all("Traceback" not in one.err for one in ends)
    found = installation.call(state)
    assert (found["cases"], found["numbers"], found["broken"]) == (1500, 1500, None)


def rows_read():
    return ImportRun.objects.get().rows_read


def test_a_worker_told_to_stop_gives_its_job_back(installation, tmp_path):
    path = as_csv(tmp_path / "r.csv", rows_of(2500))

    def ask():
        exchange.queue_run(exchange.prepare(path, town=town(), now=NOW).id, now=NOW)

    installation.call(ask)
    for strike in range(2):  # later and later in a batch
        before, patience = installation.call(rows_read), time.monotonic() + 60
        worker = installation.begin("work")
        while installation.call(rows_read) == before and time.monotonic() < patience:
            pass
        for _ in range(30 * strike):
            os.sched_yield()
        os.kill(worker.pid, signal.SIGTERM if strike % 2 else signal.SIGINT)
        stopped = worker.wait()
        assert (stopped.code, stopped.err) == (0, "")
    assert installation.call(rows_read) < 2500
    assert installation.otklik("work", "--once", "--json").code == 0
    found = installation.call(state)
    assert (found["cases"], found["run"][:3], found["broken"]) == (2500, ["done", 2500, 2500], None)


def test_an_answer_delivered_by_two_workers_is_sent_once(installation):
    def approved():
        text = "Здравствуйте, Пётр! Яму залатали 1 марта, фото приложили."
        writing = answers.Writing(text=text, outcome="measures_taken")
        draft = answers.write(taken("1").case_id, writing, now=NOW)
        answers.submit(draft.id, now=NOW)
        answers.approve(draft.id, now=NOW, actor_id=None)
        return draft.id

    draft = installation.call(approved)
    send = lambda: answer.deliver(draft, "demo", now=NOW)  # noqa: E731
    installation.together(send, send)
    installation.call(send)
    assert installation.call(state)["posts"] == 2


def test_a_full_disk_leaves_nothing_half_written(installation, tmp_path):
    if installation.database:
        return  # the disk of the server is not ours to fill
    path = as_csv(tmp_path / "r.csv", rows_of(ROWS))
    limit = (installation.data / "otklik.sqlite3").stat().st_size + 2_000_000
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        process = installation.begin("import", str(path), "--json")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    full = process.wait()
    assert "Traceback" not in full.err
    assert "место на диске" in full.told["error"]
    middle = installation.call(state)
    assert middle["cases"] == middle["kept"] == middle["posts"] < ROWS
    assert middle["broken"] is None
    done = installation.otklik("import", str(path), "--json")
    assert (done.code, done.told["rows"]) == (0, ROWS)
    assert installation.call(state)["cases"] == ROWS
    assert not [one for one in installation.data.rglob("*") if one.suffix in (".part", ".new")]
