"""A message on its way in: kept once, joined to its thread, explained, put on the clock and journalled."""

from datetime import timedelta

import pytest

from otklik.border.ports.messages import Author, CaseKind, Inbound, Outcome, Record, Step, StepKind, Stream
from otklik.casework.deadlines import selectors as deadlines
from otklik.casework.triage.models import Opinion
from otklik.flow import finish
from otklik.flow.receive import take, take_records
from otklik.ground.audit import selectors as audit
from otklik.register.cases import selectors as cases
from otklik.register.cases.models import Case, Post
from otklik.register.intake import selectors as intake
from otklik.register.intake.models import InboundRecord
from tests.builders import NOW, a_case, a_recipient, a_town

pytestmark = pytest.mark.django_db
HOLES = "Ямы во дворах"
TEXT = "Яма на дороге у дома, улица Садовая, 3"


@pytest.fixture
def town():
    return a_town()


def message(name, text=TEXT, **told):
    return Inbound(channel="demo", external_id=name, text=text, received_at=told.pop("at", NOW), **told)


def taken(town, *messages, account="demo", now=NOW):
    return take(messages, account_id=intake.account(town.id, account).id, town=town, now=now)


def clocks(case_id):
    return {one.code: one for one in deadlines.rungs(case_id)}


def told_as(town, record, now=NOW):
    (one,) = take_records(
        [record], account_id=intake.account(town.id, "pos").id, town=town, now=now, actor_id=None
    )
    return one


def test_a_second_copy_changes_nothing(town):
    (first,) = taken(town, message("1"))
    before, lines = cases.by_id(first.case_id), audit.verify().checked
    (again,) = taken(town, message("1"), now=NOW + timedelta(days=1))
    (changed,) = taken(town, message("1", "Совсем другой текст"), now=NOW + timedelta(days=1))
    assert (first.verdict, again.verdict, changed.verdict) == ("added", "unchanged", "unchanged")
    assert {first.case_id, again.case_id, changed.case_id} == {first.case_id}
    after = cases.by_id(first.case_id)
    assert (after.version, after.updated_at, after.summary) == (before.version, before.updated_at, TEXT)
    assert (Case.objects.count(), Post.objects.count(), audit.verify().checked) == (1, 1, lines)


def test_two_copies_in_one_batch_are_one_case(town):
    said = taken(town, message("1"), message("2"), message("1"))
    assert [one.verdict for one in said] == ["added", "added", "unchanged"]
    assert said[0].case_id == said[2].case_id
    assert InboundRecord.objects.count() == Case.objects.count() == 2


def test_one_id_in_two_channels_is_two_cases(town):
    (one,), (two,) = taken(town, message("1")), taken(town, message("1"), account="webform")
    assert one.case_id != two.case_id


def test_a_thread_joins_its_open_case_and_not_a_closed_one(town):
    (first,) = taken(town, message("1", thread_id="w1"))
    (second,) = taken(town, message("2", "Яма стала глубже", thread_id="w1"))
    assert (second.verdict, second.case_id) == ("joined", first.case_id)
    assert [one.kind for one in cases.thread(first.case_id)] == ["message", "comment"]
    finish.refuse(first.case_id, reason="Реклама", now=NOW, actor_id=None)
    (third,) = taken(town, message("3", "Снова яма", thread_id="w1"))
    assert third.verdict == "added"
    assert third.case_id != first.case_id
    assert taken(town, message("2", "Яма стала глубже", thread_id="w1"))[0].verdict == "unchanged"


def test_a_thread_of_another_account_does_not_join(town):
    (one,), (two,) = (
        taken(town, message("1", thread_id="w1"), account=account) for account in ("demo", "webform")
    )
    assert (one.verdict, two.verdict) == ("added", "added")


def test_the_second_of_a_thread_in_one_batch_joins_the_first(town):
    said = taken(
        town, message("1", thread_id="w1"), message("2", thread_id="w2"), message("3", thread_id="w1")
    )
    assert [one.verdict for one in said] == ["added", "added", "joined"]
    assert said[2].case_id == said[0].case_id


def test_a_sure_message_goes_to_its_recipient_at_once(town):
    recipient = a_recipient(town, topic=HOLES)
    case = a_case(TEXT, town=town, topic=HOLES)
    assert (case.status, case.recipient_id, case.needs_decision) == ("routed", recipient, False)
    assert (case.auto_delivered, case.routed_at, case.hops) == (True, NOW, 0)
    assert [(one.source, one.target) for one in cases.changes(case.id)] == [("", "new"), ("new", "routed")]
    assert clocks(case.id)["reaction"].starts_at == NOW


@pytest.mark.parametrize("topic", ["", HOLES], ids=["тема не ясна", "нет получателя"])
def test_an_unsure_message_waits_for_a_person(town, topic):
    case = a_case("Добрый день, у меня вопрос", town=town, topic=topic)
    assert (case.status, case.needs_decision, case.auto_delivered) == ("new", True, False)
    assert case.routed_at is None
    assert case.due_at is not None


def test_all_that_is_written_of_a_message(town):
    case = a_case(TEXT, town=town, topic=HOLES, name="Мартынова Ольга", phone="8 (900) 123-45-67")
    assert case.number == "МЦУ-2026-000001"
    assert len(case.public_code) == 10
    assert (case.address, case.system) == ("ул. Садовая, д. 3", "Отклик")
    assert (case.applicant.name, case.applicant.phone) == ("Мартынова Ольга", "8 (900) 123-45-67")
    opinion = Opinion.objects.get(case_id=case.id)
    assert opinion.topics[0][0] == case.topic_id
    main = next(one for one in deadlines.rungs(case.id) if one.is_main)
    assert (main.due_at, main.norm) == (case.due_at, case.due_norm)
    (line,) = audit.of_subject("case", case.id)
    assert (line.action, line.norm) == ("register", case.due_norm)
    assert "Мартынова" not in str(line.details)
    assert audit.verify().broken_at is None
    record = InboundRecord.objects.get(case_id=case.id)
    assert TEXT in record.body
    assert len(cases.questions(case.id)) == 1


@pytest.mark.parametrize(
    ("channel", "kind", "main", "norm"),
    [("paper", "appeal", "answer", "59-ФЗ, ст. 12, ч. 1"), ("pos", "message", "pos_answer", "1802"),
     ("phone", "message", "plain_answer", "Регламент центра"),
     ("demo", "message", "reaction_urgent", "социальных")],
    ids=["обращение", "ПОС", "горячая линия", "соцсеть"],
)  # fmt: skip
def test_an_appeal_and_a_message_live_by_their_own_terms(town, channel, kind, main, norm):
    case = a_case(TEXT, town=town, channel=channel, kind=kind)
    assert next(one.code for one in deadlines.rungs(case.id) if one.is_main) == main
    assert norm in case.due_norm
    assert ("registration" in clocks(case.id)) is (kind == "appeal")


def test_an_appeal_is_registered_at_once_and_answered_in_thirty_days(town):
    case = a_case(TEXT, town=town, channel="paper", kind="appeal")
    assert (case.kind, case.stream) == (CaseKind.APPEAL, Stream.APPEALS)
    assert clocks(case.id)["registration"].stopped_by_event == "registered"
    assert clocks(case.id)["answer"].legal_on.isoformat() == "2026-04-01"


def test_a_very_long_text_is_kept_whole(town):
    text = "Яма на улице Садовой, 3. " + "Очень длинное письмо о дороге. " * 3300
    (one,) = taken(town, message("1", text))
    (post,) = cases.thread(one.case_id)
    assert len(text) > 100_000
    assert post.text == text
    assert len(cases.by_id(one.case_id).summary) <= 300


def test_a_text_of_nothing_is_a_case_too(town):
    (one,) = taken(town, message("1", "", author=Author(name="Пётр")))
    assert cases.by_id(one.case_id).needs_decision


def imported(*steps, **told):
    """A row of a foreign register: each step is a kind, a day of February and what it says."""
    way = tuple(
        Step(kind=StepKind(kind), at=NOW.replace(month=2, day=day), **more) for kind, day, more in steps
    )
    inbound = Inbound(
        channel="pos", external_id="П-1", text=TEXT, received_at=NOW.replace(month=2, day=2),
        stream=Stream.POS, thread_id="w1",
    )  # fmt: skip
    return Record(row=1, inbound=inbound, steps=way, **told)


WAY = (
    ("routed", 3, {}),
    ("taken", 4, {}),
    ("interim", 5, {"text": "Сделаем", "promised_on": NOW.date()}),
    ("answered", 9, {"text": "Сделали"}),
    ("closed", 10, {}),
    ("reopened", 12, {}),
    ("answered", 16, {"text": "Переделали"}),
    ("rated", 17, {"rating": 4}),
)


def test_an_imported_history_gives_its_face(town):
    one = told_as(town, imported(*WAY, outcome=Outcome.MEASURES_TAKEN, system="ПОС"))
    case = cases.by_id(one.case_id)
    day = lambda number: NOW.replace(month=2, day=number)  # noqa: E731
    assert (case.status, case.is_open, case.needs_decision) == ("answered", False, False)
    assert (case.routed_at, case.taken_at, case.first_answer_at) == (day(3), day(4), day(5))
    assert (case.answered_at, case.closed_at, case.promised_on) == (day(16), None, NOW.date())
    assert (case.outcome, case.rating, case.reopened_count) == ("measures_taken", 4, 1)
    assert (case.system, case.registered_at) == ("ПОС", day(2))
    assert [post.kind for post in cases.thread(case.id)] == ["message", "interim", "answer", "answer"]
    assert cases.questions(case.id)[0].outcome == "measures_taken"
    assert [change.target for change in cases.changes(case.id)][-3:] == ["closed", "reopened", "answered"]
    assert all(not clock.is_running for clock in deadlines.rungs(case.id))


def test_an_imported_row_that_has_gone_on_is_refreshed_once(town):
    first = told_as(town, imported(*WAY[:2]))
    assert cases.by_id(first.case_id).status == "in_work"
    assert clocks(first.case_id)["pos_answer"].is_running
    again = told_as(town, imported(*WAY[:4], outcome=Outcome.EXPLAINED))
    assert (again.verdict, again.case_id) == ("updated", first.case_id)
    case = cases.by_id(first.case_id)
    assert (case.status, case.outcome) == ("answered", "explained")
    assert clocks(case.id)["pos_answer"].stopped_at == NOW.replace(month=2, day=9)
    assert told_as(town, imported(*WAY[:4], outcome=Outcome.EXPLAINED)).verdict == "unchanged"


def test_an_imported_row_joins_no_thread(town):
    told_as(town, imported(*WAY[:1]))
    (live,) = taken(town, message("2", thread_id="w1"), account="pos")
    assert live.verdict == "joined"
    other = imported(*WAY[:1])
    renamed = Record(
        row=1,
        inbound=Inbound(
            channel="pos", external_id="П-2", text=TEXT, received_at=NOW, stream=Stream.POS, thread_id="w1"
        ),
        steps=other.steps,
    )
    assert told_as(town, renamed).verdict == "added"
