"""The invitation, the rating by page and by telephone, reopening by rule, disputes, the questionnaire."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from otklik.border.ports.messages import Inbound, Record, Step, StepKind
from otklik.casework.satisfaction import selectors as ratings
from otklik.casework.satisfaction import services
from otklik.casework.satisfaction.models import Invitation, Rating, RatingRuling, Reply
from otklik.casework.satisfaction.rules.rating import BadRating, Given, Manner, Reopening, Ruling, Way
from otklik.casework.satisfaction.rules.shares import Tally
from otklik.casework.satisfaction.selectors import figures
from otklik.casework.satisfaction.selectors import questionnaire as asking
from otklik.casework.satisfaction.selectors.figures import Asking, Cut, Part
from otklik.flow import answer, deliveries, inviting, rate, told_ratings
from otklik.ground.audit import selectors as audit
from otklik.ground.outbox.models import Delivery
from otklik.ground.people import selectors as people
from otklik.register.cases import selectors as cases
from tests.builders import NOW, a_case, a_person, a_town

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BAD = Given(mark=2, words="Яма на месте")


class Told:
    """A channel that remembers what it was given to say."""

    kind = "demo"
    said: list[str] = []

    def reply(self, outbound, *, now):
        from otklik.border.channels.demo import Demo

        type(self).said.append(outbound.text)
        return Demo().reply(outbound, now=now)


@pytest.fixture
def town():
    return a_town()


@pytest.fixture
def said(settings):
    Told.said = []
    settings.CHANNELS = settings.CHANNELS | {"demo": "tests.flow.test_rate.Told"}
    return Told.said


def answered(town, *, now=NOW, proof="", **about):
    case = a_case("Яма у подъезда", town=town, **about)
    give_answer(case.id, now=now, proof=proof)
    return case


def give_answer(case_id, *, now, proof=""):
    writing = answer.answers.Writing(text="Здравствуйте! Яму залатали 1 марта.", outcome="explained")
    answer.approve(case_id, writing, now=now, today=now.date(), actor_id=None, proof=proof)
    turn(now)


def turn(now):
    return deliveries.turn(worker="a", now=lambda: now)


def manner(town, stream="", **more):
    services.set_manner(replace(Manner(), **more), municipality_id=town.id, stream=stream, now=NOW)


def test_the_invitation_goes_once_and_is_reminded_of_once(town, said):
    manner(town, site="https://otklik.example")
    case = answered(town)
    invitation = ratings.invitation_of(case.id, 1)
    assert (invitation.way, invitation.sent_at) == (Way.CHANNEL, NOW)
    assert len(said) == 2  # the answer, then the invitation
    assert f"/r/{case.id}-{case.public_code}/" in said[1]
    assert "12\xa0марта" in said[1]
    assert f"/about/{invitation.code}/" in said[1]
    inviting.invite(case.id, adapter="demo", now=NOW)
    inviting.deliver({"invitation": invitation.id, "adapter": "demo"}, NOW)
    assert len(said) == 2
    assert turn(NOW + 2 * DAY) == 0
    assert turn(NOW + 3 * DAY) == 1
    inviting.remind({"invitation": invitation.id, "adapter": "demo"}, NOW + 4 * DAY)
    assert [text.startswith("Напоминаем") for text in said] == [False, False, True]


def test_nobody_is_reminded_who_has_rated_or_may_no_more(town, said):
    rated, reopened = answered(town), answered(town)
    rate.take(rated.id, Given(mark=5), now=NOW + DAY)
    rate.take(reopened.id, BAD, now=NOW + DAY)
    count = len(said)
    turn(NOW + 3 * DAY)
    assert len(said) == count
    late = answered(town)
    inviting.remind({"invitation": ratings.invitation_of(late.id, 1).id, "adapter": "demo"}, NOW + 11 * DAY)
    assert not any(text.startswith("Напоминаем") for text in said)


def test_who_called_is_called_and_whom_nothing_reaches_is_not_asked(town):
    called = answered(town, channel="phone", phone="+7 900 000-00-01")
    letter = answered(town, channel="paper", proof="исх. 12 от 02.03.2026, почтой")
    assert ratings.invitation_of(called.id, 1).way == Way.CALL
    assert ratings.invitation_of(letter.id, 1).way == Way.NONE
    assert not Delivery.objects.filter(kind__in=(inviting.INVITE, inviting.REMIND)).exists()
    seen = cases.CaseRows(cases.Case)
    (row,) = ratings.calls(seen, now=NOW)
    assert row.case_id == called.id
    services.called(row.id, gives_up=False, now=NOW, actor_id=1)
    assert ratings.calls(seen, now=NOW)[0].calls == 1
    assert ratings.calls_count(seen, now=NOW + 11 * DAY) == 0
    services.called(row.id, gives_up=True, now=NOW, actor_id=1)
    assert ratings.calls_count(seen, now=NOW) == 0


def test_a_low_rating_reopens_with_a_new_clock_and_the_same_number(town):
    case = answered(town)
    taken = rate.take(case.id, BAD, now=NOW + DAY)
    face = cases.by_id(case.id)
    assert "вернули в работу" in taken.said
    assert (face.number, face.status, face.reopened_count, face.rating) == (case.number, "reopened", 1, 2)
    assert face.due_at > case.due_at
    assert cases.changes(case.id)[-1].comment == "Яма на месте"
    with pytest.raises(BadRating, match="ещё работают"):
        rate.take(case.id, Given(mark=5), now=NOW + DAY)
    give_answer(case.id, now=NOW + 2 * DAY)
    rate.take(case.id, Given(mark=5, is_solved=True), now=NOW + 3 * DAY)
    assert [(one.round, one.mark, one.stands) for one in ratings.given(case.id)] == [
        (1, 2, True),
        (2, 5, True),
    ]
    assert "keep_rating" in {line.action for line in audit.of_subject("case", case.id)}


def test_a_changed_mind_is_one_more_row_and_the_same_form_twice_is_none(town):
    case = answered(town)
    for given in (Given(mark=4, words="Спасибо"), Given(mark=4, words="Спасибо"), Given(mark=5)):
        rate.take(case.id, given, now=NOW + DAY)
    assert [(one.mark, one.stands) for one in ratings.given(case.id)] == [(4, False), (5, True)]
    assert len([post for post in cases.thread(case.id) if post.kind == "comment"]) == 1
    assert cases.by_id(case.id).rating == 5
    with pytest.raises(BadRating, match="Прежняя оценка осталась"):
        rate.take(case.id, Given(mark=1, words="нет"), now=NOW + 11 * DAY)


def test_a_town_decides_by_stream_what_a_low_rating_does(town):
    manner(town, reopening=Reopening.NEVER)
    manner(town, stream="hotline", reopening=Reopening.BY_HEAD, window_days=5, needs_words=False)
    here = answered(town)
    line = answered(town, channel="phone", phone="+7 900 000-00-02")
    rate.take(here.id, BAD, now=NOW + DAY)
    rate.take(line.id, Given(mark=1), now=NOW + DAY)
    assert [cases.by_id(one.id).status for one in (here, line)] == ["answered", "answered"]
    seen = cases.CaseRows(cases.Case)
    (waits,) = ratings.waiting(seen)
    assert waits.case_id == line.id
    with pytest.raises(BadRating, match="основание"):
        rule(line, waits, Ruling.REOPENED, ground=" ")
    rule(line, waits, Ruling.REOPENED, ground="Проверили: не сделано")
    assert cases.by_id(line.id).status == "reopened"
    assert ratings.waiting_count(seen) == 0
    services.forget_manner(municipality_id=town.id, stream="hotline", now=NOW)
    assert ratings.manner(town.id, "hotline").reopening is Reopening.NEVER


def rule(case, row, ruling, *, ground, now=NOW + 2 * DAY):
    rate.rule(case.id, row.id, ruling, ground=ground, now=now, actor_id=7, by_label="Руководитель")


def test_the_third_return_waits_for_the_head(town):
    case = answered(town)
    for n in (1, 3):
        rate.take(case.id, BAD, now=NOW + n * DAY)
        give_answer(case.id, now=NOW + (n + 1) * DAY)
    taken = rate.take(case.id, BAD, now=NOW + 5 * DAY)
    assert "Руководитель решит" in taken.said
    assert cases.by_id(case.id).status == "answered"
    (row,) = ratings.waiting(cases.CaseRows(cases.Case))
    rule(case, row, Ruling.LEFT, ground="Работы в плане мая", now=NOW + 6 * DAY)
    assert cases.by_id(case.id).status == "answered"


def test_an_unfair_rating_is_excluded_by_the_head_and_stays_in_the_history(town):
    case = answered(town)
    rate.take(case.id, Given(mark=1), now=NOW + DAY)
    (row,) = ratings.given(case.id)
    with pytest.raises(BadRating, match="решать уже нечего"):
        rule(case, row, Ruling.EXCLUDED, ground="Не о том")
    with pytest.raises(BadRating, match="несправедлива"):
        rate.dispute(case.id, row.id, ground="", now=NOW, actor_id=5)
    rate.dispute(case.id, row.id, ground="Речь о другой улице", now=NOW + DAY, actor_id=5)
    with pytest.raises(BadRating, match="уже оспорили"):
        rate.dispute(case.id, row.id, ground="Ещё раз", now=NOW + DAY, actor_id=5)
    rule(case, row, Ruling.EXCLUDED, ground="Житель перепутал карточки")
    assert cases.by_id(case.id).rating is None
    assert (Rating.objects.count(), RatingRuling.objects.count()) == (1, 2)
    assert counted(town) == Tally(invited=1, responded=1)
    other = answered(town)
    with pytest.raises(BadRating, match="Такой оценки"):
        rate.dispute(other.id, row.id, ground="Чужая", now=NOW, actor_id=5)


def test_who_moderates_is_a_role_over_the_case(town):
    case = answered(town)
    head, clerk = a_person(["centre_head"], town=town), a_person(["operator"], town=town)
    may = {one.id: rate.may_moderate(people.access(one.id, today=NOW.date()), case) for one in (head, clerk)}
    assert may == {head.id: True, clerk.id: False}
    manner(town, moderator="operator")
    assert rate.may_moderate(people.access(clerk.id, today=NOW.date()), case)


def test_a_rating_told_by_telephone_counts_from_when_it_was_told(town):
    case = answered(town, channel="phone", phone="+7 900 000-00-01")
    clerk = a_person(["operator"], town=town)
    at = NOW + 9 * DAY
    caller = rate.Caller(user_id=clerk.id, name=clerk.full_name, at=at)
    for wrong in (NOW - DAY, NOW + 13 * DAY):
        with pytest.raises(BadRating, match="Время звонка"):
            rate.take(case.id, BAD, now=NOW + 12 * DAY, caller=replace(caller, at=wrong))
    rate.take(case.id, BAD, now=NOW + 12 * DAY, caller=caller)
    (row,) = ratings.given(case.id)
    assert (row.source, row.taken_by_id, row.at, row.verdict) == ("phone", clerk.id, at, "reopened")
    assert "по телефону" in cases.thread(case.id)[-1].by_label


def counted(town, cut=Cut.STREAM):
    return figures.whole(figures.tallies(asked(town), cut).values())


def asked(town):
    return Asking(
        seen=cases.CaseRows(cases.Case), municipality_id=town.id, since=NOW - DAY, until=NOW + 30 * DAY
    )


def test_figures_by_every_cut_and_the_cases_behind_them(town):
    bad, good = answered(town, topic="Ямы и выбоины на дороге"), answered(town)
    silent = answered(town)
    rate.take(bad.id, Given(mark=2, reasons=("Слишком долго",)), now=NOW + DAY)
    give_answer(bad.id, now=NOW + 2 * DAY)
    rate.take(good.id, Given(mark=5, is_solved=True), now=NOW + DAY)
    whole = Tally(rated=2, satisfied=1, marked=2, total=7, squares=29, invited=4, responded=2)
    for cut in Cut:
        assert counted(town, cut) == whole, cut
    by_topic = figures.tallies(asked(town), Cut.TOPIC)
    assert by_topic[cases.by_id(bad.id).topic_id].satisfied == 0
    behind = {part: figures.behind(asked(town), part) for part in Part}
    assert behind[Part.RATED] == [bad.id, good.id]
    assert behind[Part.LOW] == [bad.id]
    assert behind[Part.SATISFIED] == [good.id]
    assert behind[Part.SILENT] == [bad.id, silent.id]
    assert figures.behind(asked(town), Part.RATED, cut=Cut.TOPIC, key=cases.by_id(bad.id).topic_id) == [
        bad.id
    ]
    assert figures.reasons(asked(town)) == [("Слишком долго", 1)]


def test_a_register_tells_of_ratings_by_answers(town):
    case = a_case("Яма", town=town)
    steps = (
        Step(kind=StepKind.ANSWERED, at=NOW), Step(kind=StepKind.SURVEYED, at=NOW + DAY),
        Step(kind=StepKind.RATED, at=NOW + 2 * DAY, rating=2), Step(kind=StepKind.REOPENED, at=NOW + 3 * DAY),
        Step(kind=StepKind.ANSWERED, at=NOW + 4 * DAY), Step(kind=StepKind.RATED, at=NOW + 5 * DAY, rating=5),
    )  # fmt: skip
    inbound = Inbound(channel="demo", external_id="1", text="Яма", received_at=NOW)
    record = Record(row=1, inbound=inbound, steps=steps)
    for now in (NOW + 6 * DAY, NOW + 7 * DAY):
        told_ratings.keep([(case.id, record)], municipality_id=town.id, now=now)
    assert [(one.round, one.mark, one.at) for one in ratings.given(case.id)] == [
        (1, 2, NOW + 2 * DAY),
        (2, 5, NOW + 5 * DAY),
    ]
    assert Invitation.objects.get(case_id=case.id, round=1).asked_at == NOW + DAY
    later = replace(record, steps=(*steps[:-1], replace(steps[-1], rating=4)))
    told_ratings.keep([(case.id, later)], municipality_id=town.id, now=NOW + 8 * DAY)
    assert [(one.mark, one.stands) for one in ratings.given(case.id)] == [(2, True), (5, False), (4, True)]


def test_the_questionnaire_is_filled_once_and_leads_to_nobody(town):
    case = answered(town)
    code = ratings.invitation_of(case.id, 1).code
    ease, clear, polite, words = asking.items(town.id)
    with pytest.raises(rate.BadSheet, match="хотя бы на один"):
        rate.tell_of_centre(code, {ease.id: " "}, now=NOW)
    with pytest.raises(rate.BadSheet, match="Выберите"):
        rate.tell_of_centre(code, {ease.id: "9"}, now=NOW)
    told = {ease.id: "4", polite.id: "1", words.id: "Звоните мне на 8 900 123-45-67"}
    rate.tell_of_centre(code, told, now=NOW)
    with pytest.raises(rate.BadSheet, match="уже заполнена"):
        rate.tell_of_centre(code, told, now=NOW)
    with pytest.raises(rate.BadSheet, match="Такой анкеты нет"):
        rate.tell_of_centre("", told, now=NOW)
    assert "123-45-67" not in Reply.objects.get(item=words).words
    day = {"since": date(2026, 3, 1), "until": date(2026, 3, 31)}
    results = {one.item.id: one for one in asking.results(town.id, **day)}
    assert asking.sheets(town.id, **day) == 1
    assert dict(results[ease.id].marks)[4] == 1
    assert (results[clear.id].count, results[words.id].count) == (0, 1)
    services.save_items([services.Question("Понятен ли сайт?", "yes_no")], municipality_id=town.id, now=NOW)
    assert [one.text for one in asking.items(town.id)] == ["Понятен ли сайт?"]
    assert Reply.objects.count() == 3
