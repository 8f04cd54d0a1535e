"""Messages meet those before them: likenesses, repeats, mass problems and one act over all."""

import dataclasses
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from otklik.border.ports.messages import Author, Inbound, Place, Stream
from otklik.casework.duplicates import selectors as duplicates
from otklik.casework.duplicates import services
from otklik.casework.duplicates.models import Fingerprint, Follower, Item, Link, Member, Outbreak
from otklik.casework.duplicates.outbreaks import ActCode, ItemState, State
from otklik.casework.duplicates.rules import Kind, Verdict
from otklik.flow import decide, deliveries, finish, hints, mass_acts, outbreaks, watching
from otklik.flow import duplicates as likeness
from otklik.flow.receive import take
from otklik.ground.people import selectors as people
from otklik.ground.places import matching
from otklik.ground.places import selectors as places
from otklik.kernel import clock
from otklik.register.cases.models import Case, Post
from otklik.register.intake import selectors as intake
from tests import builders

HOLES = "Ямы и выбоины на дороге"
TEXT = "Огромная яма на улице Садовой у дома 3, машины пробивают колёса, просим засыпать до дождей"
COPY = "Здравствуйте! Агромная яма на улице Садовой у дома 3, машины пробивают калёса, просим засыпать"
NOW = builders.NOW


@pytest.fixture
def town(db):
    town = builders.a_town()
    builders.a_recipient(town, "МКУ «Дороги»", topic=HOLES)
    builders.a_recipient(town, "МКУ «Благоустройство»")
    return town


def some(town, count, *, channel="demo", text=TEXT):
    return [
        builders.a_case(
            f"{text} {n}" if n else text, town=town, topic=HOLES, channel=channel,
            name=f"Житель {n} Иванович", received=f"2026-03-0{1 + n % 2} 1{n % 10}:00",
        )
        for n in range(count)
    ]  # fmt: skip


def links(case):
    return {one.case_id: one for one in duplicates.beside(case.id)[0]}


def test_a_near_copy_is_linked_with_its_reason(town):
    first = builders.a_case(TEXT, town=town, topic=HOLES)
    second = builders.a_case(COPY, town=town, topic=HOLES, name="Сидоров Пётр", received="2026-03-03 10:00")
    (found,) = links(second).values()
    likeness.compare({second.id: 0}, municipality_id=town.id, now=NOW)  # as after a worker was killed
    assert len(links(second)) == 1
    assert (found.case_id, found.kind, found.state) == (first.id, Kind.NEAR_TEXT, Verdict.CONFIRMED)
    assert "тот же дом" in found.ground
    assert "1\u00a0день назад" in found.ground
    assert links(first)[second.id].is_later


def test_the_same_template_about_another_house_is_not_linked(town):
    builders.a_case(TEXT, town=town, topic=HOLES)
    other = builders.a_case(
        TEXT.replace("Садовой у дома 3", "Мира у дома 40"), town=town, topic=HOLES, name="Ян Ли"
    )
    assert [one for one in links(other).values() if one.kind is not Kind.SAME_PROBLEM] == []


def test_a_batch_finds_its_own_copies(town):
    account = intake.account(town.id, "demo")
    inbounds = [
        Inbound(
            channel="demo", external_id=f"b{n}", text=TEXT, received_at=NOW, stream=Stream.DIGITAL,
            author=Author(name=f"Житель {n}"), place=Place(), topic=HOLES,
        )
        for n in range(3)
    ]  # fmt: skip
    taken = take(inbounds, account_id=account.id, town=town, now=NOW)
    assert Link.objects.count() == 0  # the worker compares them
    builders.compare(NOW)
    assert Link.objects.count() == 3
    again = take(inbounds, account_id=account.id, town=town, now=NOW)
    assert [one.verdict for one in again] == ["unchanged"] * 3
    assert (Link.objects.count(), Fingerprint.objects.count()) == (3, 3)
    assert all(one.verdict == "added" for one in taken)


def answered(case, *, at):
    finish.take(case.id, now=at, actor_id=None)
    from otklik.register.cases import services as cases

    cases.move(case.id, "answered", now=at, outcome="explained")


def test_the_same_author_after_an_answer_is_a_repeat_with_its_number(town):
    first = builders.a_case(TEXT, town=town, topic=HOLES, phone="8 900 123 45 67")
    answered(first, at=NOW + timedelta(days=1))
    second = builders.a_case(
        TEXT, town=town, topic=HOLES, phone="+7 900 1234567", received="2026-03-12 10:00"
    )
    second.refresh_from_db()
    assert (second.is_repeat, second.repeat_of_id) == (True, first.id)
    assert duplicates.repeat_number(second.id, first.id) == 2
    answered(second, at=NOW + timedelta(days=12))
    third = builders.a_case(COPY, town=town, topic=HOLES, phone="89001234567", received="2026-03-20 10:00")
    third.refresh_from_db()
    assert third.repeat_of_id == first.id
    assert duplicates.repeat_number(third.id, first.id) == 3


def test_before_the_answer_it_is_a_copy_and_no_repeat(town):
    first = builders.a_case(TEXT, town=town, topic=HOLES, phone="8 900 123 45 67")
    second = builders.a_case(
        TEXT, town=town, topic=HOLES, phone="8 900 123 45 67", received="2026-03-02 12:00"
    )
    second.refresh_from_db()
    assert not second.is_repeat
    assert links(second)[first.id].kind is Kind.SAME_TEXT


def test_a_denied_repeat_loses_its_mark_and_gets_it_back(town):
    first = builders.a_case(TEXT, town=town, topic=HOLES, phone="8 900 123 45 67")
    answered(first, at=NOW + timedelta(days=1))
    second = builders.a_case(
        TEXT, town=town, topic=HOLES, phone="8 900 123 45 67", received="2026-03-12 10:00"
    )
    likeness.judge(second.id, first.id, Verdict.REJECTED, now=NOW, actor_id=1)
    second.refresh_from_db()
    assert (second.is_repeat, second.repeat_of_id) == (False, None)
    likeness.judge(second.id, first.id, Verdict.CONFIRMED, now=NOW, actor_id=1)
    second.refresh_from_db()
    assert second.repeat_of_id == first.id


def test_another_topic_decided_by_a_person_is_compared_anew(town):
    first = builders.a_case(TEXT, town=town, topic=HOLES)
    other = builders.a_case(
        "Засыпьте уже это безобразие на Садовой 3, второй раз колесо меняю", town=town, name="Ян Ли",
        topic="Отлов безнадзорных собак и кошек",
    )  # fmt: skip
    assert first.id not in links(other)
    topic = builders.topic_id(town, HOLES)
    decide.decide(other.id, decide.Choice(topic_id=topic), now=NOW, actor_id=None)
    assert links(other)[first.id].kind is Kind.SAME_PROBLEM


def test_verdicts_move_the_thresholds_until_a_person_sets_them(town):
    usual = duplicates.manner(town.id)
    cases = some(town, 2)
    Link.objects.update(score=0.55)
    for _ in range(3):
        services.judge(
            cases[1].id, cases[0].id, Verdict.REJECTED, municipality_id=town.id, now=NOW, actor_id=1
        )
    assert duplicates.manner(town.id).propose > usual.propose
    mine = dataclasses.replace(usual, propose=0.7, join=0.95, is_set_by_hand=True)
    services.set_manner(mine, municipality_id=town.id, now=NOW, actor_id=1)
    services.judge(cases[1].id, cases[0].id, Verdict.CONFIRMED, municipality_id=town.id, now=NOW, actor_id=1)
    assert duplicates.manner(town.id).propose == 0.7


def sought(town, *, now=NOW + timedelta(days=1)):
    return outbreaks.seek(town.id, now=now)


def test_many_about_one_thing_are_suggested_once_and_new_ones_join(town):
    cases = some(town, 6)
    (found,) = sought(town)
    assert sought(town) == []
    row = Outbreak.objects.get(id=found)
    assert (row.state, row.topic_id) == (State.SUGGESTED, builders.topic_id(town, HOLES))
    assert {one.case_id for one in duplicates.members(found)} == {one.id for one in cases}
    services.set_state(found, State.OPEN, now=NOW, actor_id=1)
    late = builders.a_case(COPY, town=town, topic=HOLES, name="Поздний Пётр", received="2026-03-03 10:00")
    assert Member.objects.get(case_id=late.id).state == Verdict.CONFIRMED


def test_a_rejected_suggestion_is_not_made_again(town):
    some(town, 6)
    (found,) = sought(town)
    services.set_state(found, State.REJECTED, now=NOW, actor_id=1)
    assert sought(town) == []


def test_the_worker_is_asked_to_look(town):
    some(town, 6)
    later = NOW + timedelta(days=2)
    assert deliveries.turn(worker="t", now=lambda: later, most=50) >= 1
    assert Outbreak.objects.count() == 1


def opened(town, count=4, *, channel="demo"):
    cases = some(town, count, channel=channel)
    person = builders.a_person(("centre_head",), town=town)
    outbreak = outbreaks.begin_from(cases[0].id, now=NOW, actor_id=person.id)
    for one in cases:
        services.judge_member(outbreak, one.id, Verdict.CONFIRMED, now=NOW, actor_id=person.id)
    return outbreak, cases, person


def ordered(town, outbreak, cases, person, order):
    run = mass_acts.begin(
        outbreak, order, case_ids=[one.id for one in cases],
        access=people.access(person.id, today=NOW.date()), municipality_id=town.id,
        now=NOW + timedelta(days=2), actor_id=person.id, by_label="Кто-то",
    )  # fmt: skip
    return duplicates.run(run)


ANSWER = (
    "Здравствуйте, {name}! По сообщению {number} от {received}: яму на Садовой, 3 засыпали 4 марта 2026 года."
)


def test_one_answer_is_adapted_to_each_and_sent_in_its_own_channel(town):
    outbreak, cases, person = opened(town)
    order = mass_acts.Order(
        act=ActCode.ANSWER, text=ANSWER, outcome="measures_taken", reason="Фото одно на всех"
    )
    run = ordered(town, outbreak, cases, person, order)
    assert (run.done, run.failures) == (4, ())
    deliveries.turn(worker="t", now=lambda: NOW + timedelta(days=3), most=50)
    for case in cases:
        case.refresh_from_db()
        post = Post.objects.get(case=case, kind="answer")
        assert case.number in post.text
        assert "{" not in post.text
        assert case.status == "answered"
    assert Post.objects.filter(kind="answer", text__contains="Здравствуйте, 1 Иванович!").count() == 1


def test_clocks_stay_their_own(town):
    outbreak, cases, _ = opened(town)
    before = {one.id: (one.due_at, one.due_norm) for one in cases}
    assert len({due for due, _ in before.values()}) > 1
    services.set_state(outbreak, State.CLOSED, now=NOW, actor_id=None)
    assert {one.id: (one.due_at, one.due_norm) for one in Case.objects.filter(id__in=before)} == before


def test_a_case_that_cannot_is_told_and_the_rest_are_done(town):
    outbreak, cases, person = opened(town)
    finish.take(cases[1].id, now=NOW + timedelta(days=1), actor_id=None, by_label="Кто-то")
    run = ordered(town, outbreak, cases, person, mass_acts.Order(act=ActCode.TAKE))
    assert run.done == 3
    ((failed, why),) = run.failures
    assert failed == cases[1].id
    assert "нельзя перейти" in why
    cases[1].refresh_from_db()
    assert cases[1].status == "in_work"


def test_cases_that_have_their_answer_are_left_alone(town):
    outbreak, cases, person = opened(town)
    for one in cases[1:]:
        answered(one, at=NOW + timedelta(days=1))
    run = ordered(town, outbreak, cases, person, mass_acts.Order(act=ActCode.TAKE))
    assert (run.done, run.failures) == (1, ())
    closed = ordered(town, outbreak, cases[1:], person, mass_acts.Order(act=ActCode.CLOSE, reason="Всё"))
    assert (closed.done, closed.failures) == (3, ())
    with pytest.raises(mass_acts.BadAct, match="уже ответили"):
        ordered(town, outbreak, cases[1:], person, mass_acts.Order(act=ActCode.TAKE))


def test_a_channel_answered_by_hand_keeps_the_text_as_a_draft(town):
    outbreak, cases, person = opened(town, 2, channel="pos")
    run = ordered(
        town,
        outbreak,
        cases,
        person,
        mass_acts.Order(act=ActCode.ANSWER, text=ANSWER, outcome="measures_taken"),
    )
    assert len(run.failures) == 2
    assert "черновиком" in run.failures[0][1]
    from otklik.casework.answers import selectors as answers

    assert cases[0].number in answers.living(cases[0].id).text


def test_many_cases_are_done_in_pieces_and_none_twice(town, monkeypatch):
    monkeypatch.setattr(mass_acts, "AT_ONCE", 1)
    monkeypatch.setattr(mass_acts, "BATCH", 2)
    outbreak, cases, person = opened(town, 4)
    run = ordered(town, outbreak, cases, person, mass_acts.Order(act=ActCode.TAKE))
    assert (run.done, run.waiting) == (1, 3)
    deliveries.turn(worker="t", now=lambda: NOW + timedelta(days=3), most=50)
    mass_acts.go_on(run.id, now=NOW + timedelta(days=3))
    ended = duplicates.run(run.id)
    assert (ended.done, ended.waiting, ended.state.value) == (4, 0, "done")
    assert Item.objects.filter(state=ItemState.DONE).count() == 4


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(mass_acts.Order(act=ActCode.ROUTE), id="без получателя"),
        pytest.param(mass_acts.Order(act=ActCode.ANSWER, text="Текст"), id="без результата"),
        pytest.param(mass_acts.Order(act=ActCode.INTERIM, text="Текст"), id="без дня"),
    ],
)
def test_an_order_without_what_it_needs_begins_nothing(town, order):
    outbreak, cases, person = opened(town, 2)
    with pytest.raises(mass_acts.BadAct):
        ordered(town, outbreak, cases, person, order)
    assert Item.objects.count() == 0


def test_merging_moves_the_cases_and_the_followers(town):
    outbreak, cases, person = opened(town, 3)
    other = builders.a_case("Не чистят двор", town=town, received="2026-03-02 11:00", name="Ли")
    second = outbreaks.begin_from(other.id, now=NOW, actor_id=person.id)
    services.follow(outbreak, key="k", now=NOW)
    services.merge(outbreak, second, now=NOW, actor_id=person.id)
    assert len(duplicates.members(second)) == 4
    row = Outbreak.objects.get(id=second)
    assert (row.followers, Outbreak.objects.get(id=outbreak).state) == (1, State.MERGED)
    fresh = services.split(second, [cases[0].id], title="Отдельно", now=NOW, actor_id=person.id)
    assert [one.case_id for one in duplicates.members(fresh)] == [cases[0].id]
    assert len(duplicates.members(second)) == 3


def test_what_citizens_were_told_goes_over_with_the_merged(town):
    outbreak, _cases, person = opened(town, 2)
    other = builders.a_case("Не чистят двор", town=town, received="2026-03-02 11:00", name="Ли")
    second = outbreaks.begin_from(other.id, now=NOW, actor_id=person.id)
    told = services.Edit(title="Яма", is_public=True, public_text="Чиним")
    services.edit(outbreak, told, now=NOW, actor_id=person.id)
    for followed, key in ((outbreak, "a"), (outbreak, "b"), (second, "b")):
        services.follow(followed, key=key, now=NOW)
    code = Outbreak.objects.get(id=outbreak).public_code
    services.merge(outbreak, second, now=NOW, actor_id=person.id)
    found = duplicates.public_problem(code, now=NOW)
    assert found is not None
    assert (found[1].id, found[1].public_text, found[1].followers) == (second, "Чиним", 2)
    assert duplicates.is_following(key="a", outbreak_id=second)
    old, new = (reverse("public:problem", args=[one]) for one in (code, found[1].public_code))
    assert Client().get(old)["Location"] == new
    assert "Чиним" in Client().get(new).content.decode()


def test_a_case_is_surely_of_one_problem(town):
    _outbreak, cases, person = opened(town, 2)
    other = builders.a_case("Не чистят двор", town=town, received="2026-03-02 11:00", name="Ли")
    second = outbreaks.begin_from(other.id, now=NOW, actor_id=person.id)
    services.judge_member(second, cases[0].id, Verdict.CONFIRMED, now=NOW, actor_id=person.id)
    sure = Member.objects.filter(case_id=cases[0].id, state=Verdict.CONFIRMED)
    assert [one.outbreak_id for one in sure] == [second]


def seen(town, text=COPY):
    found = matching.matcher(town.id).find(Place(), text)
    return watching.look(town.id, text, topic_id=builders.topic_id(town, HOLES), found=found, now=NOW)


def test_the_citizen_sees_what_others_told_without_their_names(town):
    builders.a_case(TEXT + ". Мартынова Ольга Петровна, тел. 8 900 123 45 67", town=town, topic=HOLES)
    (one,) = seen(town).cases
    assert "Садов" in one.text
    assert "Мартынова" not in one.text
    assert "123" not in one.text


def test_a_town_that_tells_citizens_nothing_tells_nothing(town):
    builders.a_case(TEXT, town=town, topic=HOLES)

    def asked():
        return hints.hints(town.id, COPY, chosen=HOLES, address="", lat=None, lon=None, now=NOW)

    assert asked().alike == 1
    silent = dataclasses.replace(duplicates.manner(town.id), tells_citizens=False)
    services.set_manner(silent, municipality_id=town.id, now=NOW, actor_id=1)
    assert (asked().alike, asked().seen.cases, bool(asked().topics)) == (0, (), True)


def test_following_counts_a_browser_once_and_makes_no_case(town):
    case = builders.a_case(TEXT, town=town, topic=HOLES)
    before = Case.objects.count()
    assert watching.follow_case(case.id, municipality_id=town.id, key="a", now=NOW) == 1
    assert watching.follow_case(case.id, municipality_id=town.id, key="a", now=NOW) == 1
    assert watching.follow_case(case.id, municipality_id=town.id, key="b", now=NOW) == 2
    assert watching.follow_case(case.id + 99, municipality_id=town.id, key="b", now=NOW) is None
    assert Case.objects.count() == before
    assert [one.id for one in watching.followed("a", municipality_id=town.id)] == [case.id]


def test_a_published_problem_is_shown_instead_of_its_cases(town):
    outbreak, _cases, _person = opened(town, 3)
    assert seen(town).problems == ()
    services.edit(
        outbreak,
        services.Edit(title="Яма на Садовой", is_public=True, public_text="Чиним"),
        now=NOW,
        actor_id=1,
    )
    found = seen(town)
    assert (found.problems[0].title, found.people, found.cases) == ("Яма на Садовой", 3, ())
    code = found.problems[0].code
    assert watching.follow(code, key="k", now=NOW)
    assert watching.follow(code, key="k", now=NOW)
    assert Follower.objects.count() == 1
    assert duplicates.public_problem(code, now=NOW)[1].followers == 1


def town_there():
    found = places.municipality_by_code("zarechye")
    assert found is not None
    return found


def test_two_processes_registering_the_same_link_them_once(installation):
    def one_of(prefix):
        def work():
            account = intake.account(town_there().id, "webform")
            for n in range(5):
                message = Inbound(
                    channel="webform", external_id=f"{prefix}{n}", text=f"{TEXT} подъезд номер {n}",
                    received_at=NOW, stream=Stream.DIGITAL, author=Author(name=f"{prefix} житель {n}"),
                )  # fmt: skip
                take([message], account_id=account.id, town=town_there(), now=clock.now())
                deliveries.turn(worker=prefix, now=clock.now)
            return True

        return work

    assert installation.together(one_of("a"), one_of("b")) == [True, True]

    def state():
        pairs = list(Link.objects.values_list("case_id", "other_id"))
        return Case.objects.count(), Fingerprint.objects.count(), len(pairs), len(set(pairs))

    cases, kept, pairs, distinct = installation.call(state)
    assert (cases, kept) == (10, 10)
    assert pairs == distinct
