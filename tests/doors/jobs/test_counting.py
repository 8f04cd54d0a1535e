"""`otklik deadlines`: a table for a person, one object for a program, and honest refusals."""

import json

import pytest
from click.testing import CliRunner, Result

from otklik.doors.jobs.counting import deadlines
from tests.builders import a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _town() -> None:
    a_town()


def ask(*args: str) -> Result:
    return CliRunner().invoke(deadlines, list(args))


def test_the_ladder_of_an_appeal_as_an_object() -> None:
    day = "2026-12-01"
    done = ask("--kind", "appeal", "--received", day, "--registered", day, "--now", "2026-12-28", "--json")
    told = json.loads(done.stdout)
    assert (told["ok"], told["regime"], told["main"]["norm"]) == (True, "appeal", "59-ФЗ, ст. 12, ч. 1")
    rungs = {one["code"]: one for one in told["ladder"]}
    assert list(rungs) == ["registration", "resolution", "forwarding", "draft", "answer"]
    answer = rungs["answer"]
    assert (answer["legal_on"], answer["control_on"], answer["left"]) == ("2026-12-31", "2026-12-30", "2 дня")
    assert answer["arithmetic"] == "01.12 + 30 дней = 31.12, четверг; нерабочий день → 30.12, среда"
    assert [one["is_overdue"] for one in told["ladder"]] == [True, True, True, True, False]


@pytest.mark.parametrize(
    ("args", "codes"),
    [
        ("--kind appeal --request 2026-12-05 --request 2026-12-06 --notice return_court --extended 15",
         {"registration", "resolution", "forwarding", "return_court", "request", "draft", "answer"}),
        ("--kind information_request",
         {"information_registration", "resolution", "information_forwarding", "draft", "information_answer"}),
        ("--kind service_complaint", {"service_registration", "service_answer"}),
        ("--kind service_refusal_complaint", {"service_registration", "service_refusal_answer"}),
        ("--kind deputy_request", {"resolution", "draft", "deputy_answer"}),
        ("--kind migration_appeal",
         {"registration", "resolution", "migration_forwarding", "draft", "migration_answer"}),
        ("--kind message --stream pos --fast-days 5 --interim 2026-12-04 --promised 2026-12-24",
         {"fast", "promise", "pos_answer"}),
        ("--kind message --interim 2026-12-04", {"reaction", "final"}),
        ("--kind message --urgency 1 --routed 2026-12-02", {"reaction_urgent"}),
        ("--kind message --stream hotline --paused 2026-12-02..2026-12-08",
         {"plain_internal", "plain_answer"}),
        ("--kind message --channel email", {"plain_internal", "plain_answer"}),
    ],
)  # fmt: skip
def test_every_kind_and_stream_has_its_ladder(args: str, codes: set[str]) -> None:
    told = json.loads(ask("--received", "2026-12-01", *args.split(), "--json").stdout)
    assert {one["code"] for one in told["ladder"]} == codes
    assert all(one["norm"] and one["arithmetic"] and one["left"] for one in told["ladder"])
    assert sum(one["is_main"] for one in told["ladder"]) == 1


def test_a_person_gets_a_table() -> None:
    done = ask("--received", "2026-11-03", "--now", "2026-11-10")
    assert done.exit_code == 0
    assert "03.11 + 30 дней = 03.12, четверг" in done.stdout
    assert "59-ФЗ, ст. 12, ч. 1 [R2]" in done.stdout
    assert "Осталось" in done.stdout.splitlines()[0]
    assert "просрочено на 4 дня" in done.stdout


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--received", "завтра"), "завтра"),
        (("--received", "2026-12-01", "--registered", "2026-11-30"), "раньше поступления"),
        (("--received", "2026-12-01", "--interim", "2026-11-30"), "раньше регистрации"),
        (("--received", "1990-01-01"), "вне производственного календаря"),
        (("--received", "2026-12-01", "--paused", "2026-12-05"), "приостановку"),
        (("--received", "2026-12-01", "--kind", "message", "--extended", "5"), "не продлевают"),
        (("--received", "2026-12-01", "--kind", "message", "--notice", "return_court"), "не бывает"),
        (("--received", "2026-12-01", "--kind", "message", "--promised", "2026-11-01"), "раньше ответа"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else value,
)
def test_what_cannot_be_counted_is_told(args: tuple[str, ...], words: str) -> None:
    done = ask(*args, "--json")
    told = json.loads(done.stdout)
    assert (done.exit_code, told["ok"]) == (1, False)
    assert words in told["error"]
