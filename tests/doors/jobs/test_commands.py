"""Every command by its outcome: the code, the words, the one object of `--json`."""

import json
import os
import signal
from pathlib import Path

import pytest

from otklik.ground.audit.models import Entry
from otklik.ground.people import selectors as people
from otklik.register.cases.models import Case, Post, StatusChange
from tests.flow.registers import as_csv, rows_of
from tests.installation import Installation

EXIT_PARTLY = 3


def test_a_town_is_founded_and_founding_again_changes_nothing(installation):
    for _ in range(2):
        done = installation.otklik("init", "--code", "uhta", "--title", "МОГО „Ухта“", "--json")
        assert (done.code, done.told["towns"]) == (0, ["zarechye", "uhta"]) or done.told["towns"] == [
            "uhta", "zarechye"
        ]  # fmt: skip
    assert "Ухта" in installation.otklik("town").out


@pytest.mark.parametrize(
    ("args", "reason"),
    [(("--code", "x"), "--title"), (("--title", "Х"), "--code"),
     (("--code", "x", "--title", "Х", "--timezone", "Mars/Base"), "пояс")],
    ids=["без названия", "без кода", "чужой пояс"],
)  # fmt: skip
def test_a_town_that_cannot_be_founded(installation, args, reason):
    done = installation.otklik("init", *args, "--json")
    assert (done.code, done.told["ok"]) == (1, False)
    assert reason in done.told["error"]


def test_a_person_is_added_by_a_program_and_signs_in(installation):
    add = ["user", "add", "ivanov", "--name", "Иванов Иван", "--role", "operator"]
    done = installation.otklik(*add, "--json", given="совсем-не-простой\n")
    assert (done.code, done.told["ok"]) == (0, True)
    assert installation.otklik("user", "list", "--json").told["people"][0]["person"] == "Иванов Иван"
    assert installation.otklik("user", "password", "ivanov", "--json", given="другой-не-простой\n").code == 0

    def signs_in():
        return people.user_by_name("ivanov").check_password("другой-не-простой")

    assert installation.call(signs_in)


def test_a_person_whose_role_is_unknown_is_not_half_added(installation):
    done = installation.otklik(
        "user",
        "add",
        "petrov",
        "--name",
        "Пётр",
        "--role",
        "nosuch",
        "--password",
        "совсем-не-простой",
        "--json",
    )
    assert (done.code, done.told["error"]) == (1, "Нет роли «nosuch».")
    assert installation.otklik("user", "password", "petrov", "--password", "х").code == 1


def test_a_weak_password_is_told_in_russian(installation):
    done = installation.otklik("user", "add", "a", "--name", "А", "--json", given="123\n")
    assert done.code == 1
    assert "короткий" in done.told["error"]


def test_a_register_is_imported_once(installation, tmp_path):
    path = as_csv(tmp_path / "реестр.csv", rows_of(30))
    dry = installation.otklik("import", str(path), "--dry-run", "--json")
    assert (dry.code, dry.told["layout"], dry.told["problems"]) == (0, "registry", [])
    first = installation.otklik("import", str(path), "--json")
    again = installation.otklik("import", str(path), "--json")
    assert (first.code, first.told["added"], first.told["rejected"]) == (0, 30, 0)
    assert (again.code, again.told["added"], again.told["unchanged"]) == (0, 0, 30)
    assert [run["added"] for run in installation.otklik("imports", "--json").told["runs"]] == [0, 30]


def test_rejected_rows_are_told_by_the_code_and_kept_in_a_file(installation, tmp_path):
    path = as_csv(tmp_path / "r.csv", [*rows_of(3), ("9", "", "02.03.2026", "нет текста")])
    done = installation.otklik("import", str(path), "--json")
    assert (done.code, done.told["added"], done.told["rejected"]) == (EXIT_PARTLY, 3, 1)
    assert Path(done.told["rejects_file"]).is_file()


def test_a_map_may_be_a_file(installation, tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("К1;К2\nЯма на дороге;02.03.2026\n", encoding="utf-8")
    plan = tmp_path / "map.json"
    plan.write_text(json.dumps({"name": "Наша", "columns": {"text": ["К1"], "received_at": ["К2"]}}))
    done = installation.otklik("import", str(path), "--map", str(plan), "--json")
    assert (done.code, done.told.get("added")) == (0, 1), done.err


def test_a_map_that_is_not_there(installation, tmp_path):
    path = as_csv(tmp_path / "r.csv", rows_of(1))
    done = installation.otklik("import", str(path), "--map", "Нет такой", "--json")
    assert done.code == 1
    assert "Нет такой" in done.told["error"]


def test_the_real_export_gives_39_cases_and_no_new_ones_again(installation, shared_dir):
    path = shared_dir / "data/incident_export/incident_export.xlsx"
    for added in (39, 0):
        done = installation.otklik("import", str(path), "--json")
        assert (done.code, done.told["rows"], done.told["added"]) == (0, 39, added)

    def whole():
        return [
            Case.objects.filter(topic=None).count(), Case.objects.exclude(outcome="").exists(),
            Post.objects.filter(is_inbound=False).exists(), StatusChange.objects.count() > 78,
        ]  # fmt: skip

    assert installation.call(whole) == [0, True, True, True]


@pytest.mark.parametrize("kind", ["xlsx", "docx", "pdf"])
def test_the_report_is_written_whole(installation, tmp_path, kind):
    out = tmp_path / f"report.{kind}"
    done = installation.otklik(
        "report", "monthly", "--month", "2026-03", "--format", kind, "--out", str(out), "--json"
    )
    assert (done.code, done.told["file"]) == (0, str(out)), done.err
    assert out.read_bytes()[:2] == (b"%P" if kind == "pdf" else b"PK")
    assert not out.with_name(out.name + ".part").exists()


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("report", "yearly", "--year", "2026"), "нет"),
        (("train", "--csv", __file__), "нет"),
        (("classify", "--csv", __file__, "--model", __file__), "нет"),
        (("report", "yearly", "--year", "2026"), ""),
    ],
    ids=["отчёт", "обучение", "распознавание", "папка вместо файла"],
)
def test_a_file_that_cannot_be_written_is_told_before_the_work(installation, tmp_path, command, told):
    out = tmp_path / "нет" / "file" if told else tmp_path
    done = installation.otklik(*command, "--out", str(out), "--json")
    assert (done.code, done.told["ok"]) == (2, False)
    assert ("Создайте её" if told else "Допишите имя файла") in done.told["error"]


@pytest.mark.parametrize("month", ["2026-13", "март", "2026"])
def test_a_month_that_is_no_month(installation, tmp_path, month):
    done = installation.otklik(
        "report", "monthly", "--month", month, "--out", str(tmp_path / "r.xlsx"), "--json"
    )
    assert done.code == 1
    assert month in done.told["error"]


def test_the_small_commands_end_well(installation):
    for line in ("work --once", "poll", "nightly", "lake sync", "lake rebuild", "journal", "user roles",
                 "deadlines --received 2026-03-02"):  # fmt: skip
        done = installation.otklik(*line.split(), "--json")
        assert (done.code, done.told["ok"]) == (0, True), (line, done.err)


def test_the_doctor_finds_the_installation_well(installation):
    done = installation.otklik("doctor", "--json")
    assert done.code in (0, EXIT_PARTLY)
    assert {one["state"] for one in done.told["checks"]} <= {"ok", "warn"}


def test_the_journal_tells_of_a_touched_entry(installation):

    def forge():
        row = Entry.objects.order_by("id")[3]
        Entry.objects.filter(id=row.id).update(action="forged")
        return row.id

    forged = installation.call(forge)
    done = installation.otklik("journal", "--json")
    assert (done.code, done.told["broken_at"], done.told["checked"]) == (1, forged, 3)


def test_the_journal_is_taken_out_and_a_cut_end_is_seen(installation, tmp_path):
    target = tmp_path / "journal.jsonl"
    done = installation.otklik("journal", "export", str(target), "--json")
    assert (done.code, done.told["ok"]) == (0, True), done.err
    rows = [json.loads(line) for line in target.read_text().splitlines()]
    assert len(rows) == done.told["entries"] and rows[-1]["action"] == "export_journal"
    head = rows[-1]["hash"]
    assert installation.otklik("journal", "verify", "--head", head, "--json").told["head"] == head
    installation.call(lambda: Entry.objects.filter(id=rows[-1]["id"]).delete())
    cut = installation.otklik("journal", "verify", "--head", head, "--json")
    assert (cut.code, cut.told["broken_at"], cut.told["is_head_met"]) == (1, None, False)


def test_demonstration_is_loaded_only_where_it_is_asked_for(installation):
    done = installation.otklik("demo", "load", "--json")
    assert done.code == 1
    assert "OTKLIK_DEMO=1" in done.told["error"]


def test_demonstration_people_keep_the_site_from_opening(installation):
    load = installation.otklik("demo", "load", "--cases", "20", "--json", DEMO=True)
    assert (load.code, load.told["added"]) == (0, 20), load.err
    assert installation.otklik("demo", "load", "--if-empty", "--json", DEMO=True).told["added"] == 0
    refused = installation.otklik("serve", "--port", "8191", "--json")
    assert refused.code == 1
    assert "demo forget" in refused.told["error"]
    assert installation.otklik("demo", "forget", "--json").told["closed"] > 10
    assert installation.otklik("doctor", "--json").code != 1


def test_an_installation_that_is_not_prepared_says_so(prepared, tmp_path):
    database = f"sqlite:///{tmp_path}/empty.sqlite3"
    bare = Installation(tmp_path / "bare", database, prepared.blocker)
    bare.data.mkdir()
    for args in (["town"], ["serve"], ["import", __file__]):
        done = bare.otklik(*args, "--json")
        assert (done.code, done.told["ok"]) == (1, False)
        assert "otklik init" in done.told["error"]


def test_a_database_that_is_silent_is_told(prepared, tmp_path):
    deaf = Installation(tmp_path, "postgresql://nobody@127.0.0.1:1/x", prepared.blocker)
    done = deaf.otklik("town", "--json")
    assert done.code == 1
    assert "База не отвечает" in done.told["error"]


def test_a_wrong_setting_is_told(installation):
    process = installation.spawn("town", "--json", OTKLIK_DEMO="может быть")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "OTKLIK_DEMO" in json.loads(out)["error"]
    assert "Traceback" not in err


def test_ctrl_c_keeps_what_was_taken_and_the_import_goes_on(installation, tmp_path):
    path = as_csv(tmp_path / "r.csv", rows_of(4000))
    process = installation.begin("import", str(path))
    process.until("Прочитано")
    os.kill(process.pid, signal.SIGINT)
    stopped = process.wait()
    assert "Traceback" not in stopped.err
    assert "сохранено" in stopped.out
    assert stopped.code == EXIT_PARTLY
    done = installation.otklik("import", str(path), "--json")
    assert (done.code, done.told["run"], done.told["rows"], done.told["added"]) == (0, 1, 4000, 4000)


def test_a_broken_pipe_is_no_error_of_ours(installation):
    process = installation.spawn("user", "roles")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait(60) == 1
    process.stderr.close()
