"""The lake: nothing lost, no ghosts, never half a change."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from otklik.insight.analytics.engine import Engine
from otklik.insight.analytics.lake import Lake, partition_of
from otklik.insight.analytics.values import CaseFact
from tests.insight.analytics.facts_by_hand import a_fact


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


@pytest.fixture
def engine(lake: Lake) -> Iterator[Engine]:
    engine = Engine(lake.folder)
    yield engine
    engine.close()


def put(lake: Lake, *facts: CaseFact, watermark: str = "w") -> None:
    lake.absorb(lambda _: [(facts, watermark)])


def held(engine: Engine, column: str = "status") -> dict[int, object]:
    return dict(engine.query(f"SELECT case_id, {column} FROM facts"))


def test_empty_lake_answers_with_nothing(engine: Engine) -> None:
    assert engine.query("SELECT count(*), count(month), sum(hops) FROM facts") == [(0, 0, None)]
    assert engine.first_month("town") is None


def test_a_fact_comes_back_as_it_went_in(lake: Lake, engine: Engine) -> None:
    fact = a_fact(
        3, municipality="г. Ухта/1=2", done="2026-10-06", rating=None, promised_on=None, settlement="д'Арк"
    )
    put(lake, fact)
    row = engine.query(
        "SELECT number, municipality, settlement, answered_at, done_on, promised_on, rating, recipient_id,"
        " is_significant_topic, month FROM facts"
    )[0]
    assert row == (
        "МЦУ-2026-000003",
        "г. Ухта/1=2",
        "д'Арк",
        fact.answered_at and fact.answered_at.replace(tzinfo=None),
        fact.done_on,
        None,
        None,
        7,
        True,
        "2026-10",
    )
    assert partition_of(lake.manifest().base[0]) == ("г. Ухта/1=2", "2026-10")
    assert engine.first_month("г. Ухта/1=2") == "2026-10"


def test_a_changed_case_wins_over_its_older_row(lake: Lake, engine: Engine) -> None:
    put(lake, a_fact(1), a_fact(2))
    put(lake, a_fact(1, status="answered"))
    put(lake, a_fact(1, status="closed"), a_fact(3))
    assert held(engine) == {1: "closed", 2: "new", 3: "new"}


def test_the_last_of_several_batches_wins(lake: Lake, engine: Engine) -> None:
    lake.absorb(
        lambda _: [([a_fact(1, status=word), a_fact(2)], word) for word in ("routed", "taken", "closed")]
    )
    assert held(engine) == {1: "closed", 2: "new"}
    assert lake.manifest().watermark == "closed"


@pytest.mark.parametrize("folded", [False, True])
def test_a_case_moved_to_another_month_leaves_no_ghost(lake: Lake, engine: Engine, folded: bool) -> None:
    put(lake, a_fact(1, "2026-10-31"), a_fact(2, "2026-10-30"))
    put(lake, a_fact(1, "2026-11-01"))
    if folded:
        lake.fold()
    assert held(engine, "month") == {1: "2026-11", 2: "2026-10"}


@pytest.mark.parametrize("folded", [False, True])
def test_a_deleted_case_is_gone(lake: Lake, engine: Engine, folded: bool) -> None:
    put(lake, a_fact(1), a_fact(2, "2026-09-01"))
    put(lake, a_fact(1, deleted=True))
    if folded:
        lake.fold()
    assert held(engine) == {2: "new"}
    assert lake.manifest().first_month("town") == "2026-09"


def test_twice_the_same_adds_nothing(lake: Lake, engine: Engine) -> None:
    for _ in range(2):
        put(lake, a_fact(1), a_fact(2))
    assert engine.query("SELECT count(*) FROM facts") == [(2,)]


def test_nothing_changed_writes_nothing(lake: Lake) -> None:
    put(lake, a_fact(1))
    before = lake.manifest()
    put(lake)
    assert lake.manifest() == before


def test_the_source_is_asked_from_where_the_lake_stands(lake: Lake) -> None:
    put(lake, a_fact(1), watermark="17")
    asked: list[str] = []
    lake.absorb(lambda watermark: asked.append(watermark) or [])  # type: ignore[func-returns-value]
    lake.rebuild(lambda watermark: asked.append(watermark) or [([a_fact(9)], "1")])  # type: ignore[func-returns-value]
    assert asked == ["17", ""]


def test_rebuild_leaves_only_what_the_source_tells(lake: Lake, engine: Engine) -> None:
    put(lake, a_fact(1), a_fact(2))
    put(lake, a_fact(2, status="closed"))
    lake.rebuild(lambda _: [([a_fact(5)], "5")])
    assert held(engine) == {5: "new"}


def test_fold_rewrites_only_touched_partitions(lake: Lake, engine: Engine) -> None:
    put(lake, a_fact(1, "2026-08-05"), a_fact(2, "2026-09-05"))
    august, _ = lake.manifest().base
    put(lake, a_fact(2, "2026-09-05", status="closed"))
    lake.fold()
    assert august in lake.manifest().base
    assert lake.manifest().fresh == ""
    assert held(engine) == {1: "new", 2: "closed"}


def test_many_fresh_rows_are_folded_by_themselves(
    lake: Lake, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.insight.analytics.lake.FRESH_LIMIT", 2)
    put(lake, a_fact(1))
    put(lake, a_fact(2), a_fact(3), a_fact(4))
    assert lake.manifest().fresh == ""
    assert set(held(engine)) == {1, 2, 3, 4}


def test_a_reader_keeps_the_state_it_is_at(lake: Lake) -> None:
    put(lake, a_fact(1))
    seen = lake.manifest()
    put(lake, a_fact(1, status="closed"))
    lake.fold()
    assert all((lake.folder / name).exists() for name in seen.base)


def test_what_no_reader_needs_is_swept(lake: Lake) -> None:
    for number in range(5):
        put(lake, a_fact(number))
        lake.fold()
    lake.fold()
    on_disk = {str(path.relative_to(lake.folder)) for path in lake.folder.rglob("*.parquet")}
    assert on_disk == lake.manifest().files()


@pytest.mark.parametrize("step", ["stage", "merge", "fold", "publish"])
def test_a_killed_writer_changes_nothing(lake: Lake, engine: Engine, step: str) -> None:
    put(lake, a_fact(1), watermark="1")
    script = textwrap.dedent(f"""
        import os, signal, sys
        from pathlib import Path
        from otklik.insight.analytics import lake, manifest
        from tests.insight.analytics.facts_by_hand import a_fact
        def die(*_, **__):
            os.kill(os.getpid(), signal.SIGKILL)
        if "{step}" == "publish":
            manifest.write = die
        else:
            after = getattr(lake._Writer, "{step}")
            def die_at(self, *told):
                if "{step}" == "stage":
                    after(self, *told)
                die()
            setattr(lake._Writer, "{step}", die_at)
        lake.FRESH_LIMIT = 1
        facts = [a_fact(1, status="closed"), a_fact(2)]
        lake.Lake(Path({str(lake.folder)!r})).absorb(lambda _: [(facts, "2")])
    """)
    killed = subprocess.run(
        [sys.executable, "-c", script], cwd=Path(__file__).parents[3], env={**os.environ}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    if step != "fold":  # by then the change is in the lake, and only the tidying was lost
        assert held(engine) == {1: "new"}
        assert lake.manifest().watermark == "1"
    put(lake, a_fact(1, status="closed"), a_fact(2), watermark="2")
    assert held(engine) == {1: "closed", 2: "new"}


def test_a_broken_source_changes_nothing(lake: Lake, engine: Engine) -> None:
    put(lake, a_fact(1))

    def source(_: str) -> Iterator[tuple[list[CaseFact], str]]:
        yield [a_fact(2)], "2"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        lake.absorb(source)
    assert held(engine) == {1: "new"}
    assert not (lake.folder / "staging").exists()


def test_readers_in_threads_never_see_half_of_a_change(lake: Lake, engine: Engine) -> None:
    cases = [a_fact(number, f"2026-{1 + number % 12:02d}-10") for number in range(240)]
    put(lake, *cases)
    seen: list[tuple[int, int]] = []
    done = False

    def read() -> None:
        while not done:
            seen.extend(engine.query("SELECT count(*), count(DISTINCT hops) FROM facts"))

    readers = [Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for turn in range(12):
        put(lake, *[replace(case, hops=turn) for case in cases])
        if turn % 3 == 0:
            lake.fold()
    done = True
    for reader in readers:
        reader.join()
    assert set(seen) == {(240, 1)}


def test_writers_in_two_processes_wait_for_each_other(lake: Lake, engine: Engine) -> None:
    script = textwrap.dedent(f"""
        import sys
        from pathlib import Path
        from otklik.insight.analytics.lake import Lake
        from tests.insight.analytics.facts_by_hand import a_fact
        for number in range(6):
            Lake(Path({str(lake.folder)!r})).absorb(lambda _: [([a_fact(int(sys.argv[1]) + number)], "w")])
    """)
    writers = [
        subprocess.Popen([sys.executable, "-c", script, start], cwd=Path(__file__).parents[3])
        for start in ("100", "200")
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert set(held(engine)) == {*range(100, 106), *range(200, 206)}


def test_the_lake_is_rebuilt_after_it_was_deleted(lake: Lake, engine: Engine) -> None:
    put(lake, a_fact(1))
    assert held(engine) == {1: "new"}
    for path in sorted(lake.folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert held(engine) == {}
    put(lake, a_fact(4))
    assert held(engine) == {4: "new"}


def test_the_engine_reads_the_lake_and_nothing_else(lake: Lake, engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("a\n1\n")
    put(lake, a_fact(1))
    with pytest.raises(Exception, match=r"(?i)permission|disabled"):
        engine.query(f"SELECT * FROM read_csv('{tmp_path}/secret.csv')")


def test_the_manifest_is_plain_json(lake: Lake) -> None:
    put(lake, a_fact(1), watermark="17")
    assert json.loads((lake.folder / "manifest.json").read_text())["watermark"] == "17"
