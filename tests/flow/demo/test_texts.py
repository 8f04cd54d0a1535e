"""The hand-written messages and answers cover what they must."""

import re
from collections import Counter

import pytest

from otklik.flow.demo.texts import ANSWER_SLOTS, CHANNELS, MESSAGE_SLOTS, Answers, load_answers, load_messages
from otklik.flow.demo.town import load_town

MESSAGES = load_messages()
ANSWERS = load_answers()
DIGITS_OF_A_PHONE = re.compile(r"(?:\+7|\b8)[\s(-]*\d{3}[\s)-]*\d{3}")


def test_there_are_enough_different_messages() -> None:
    assert len(MESSAGES) >= 320
    assert len({one.text for one in MESSAGES}) == len(MESSAGES)
    assert len({one.key for one in MESSAGES}) == len(MESSAGES)


def test_every_group_has_at_least_four_messages() -> None:
    groups = Counter(one.group for one in MESSAGES)
    assert len(groups) == 26
    assert min(groups.values()) >= 4


def test_every_channel_and_every_month_is_used() -> None:
    assert {channel for one in MESSAGES for channel in one.channels} == CHANNELS
    for month in range(1, 13):
        assert sum(month in one.months and len(one.months) < 12 for one in MESSAGES) >= 10


def test_a_range_of_months_may_pass_over_the_new_year() -> None:
    snow = next(one for one in MESSAGES if one.key == "road_snow-01")
    assert snow.months == {12, 1, 2, 3}


def test_every_topic_is_one_of_incident_management(shared_dir) -> None:  # type: ignore[no-untyped-def]
    lines = (shared_dir / "domain" / "incident_topics.tsv").read_text(encoding="utf-8").splitlines()[1:]
    known = {tuple(line.split("\t")[:2]) for line in lines}
    assert {(one.group, one.topic) for one in MESSAGES} <= known
    assert {one.group for one in ANSWERS if one.group != "*"} <= {group for group, _ in known}


def test_slots_are_known() -> None:
    assert all(one.slots <= MESSAGE_SLOTS for one in MESSAGES)
    assert all(one.slots <= ANSWER_SLOTS for one in ANSWERS)


def test_there_are_answers_of_every_kind_and_style() -> None:
    assert len(ANSWERS) >= 120
    kinds = Counter(one.kind for one in ANSWERS)
    assert set(kinds) == {"interim", "solved", "explained", "refused", "forwarded", "formal", "thanks"}
    assert {one.style for one in ANSWERS} == {"social", "official"}


def test_an_interim_answer_names_the_day() -> None:
    assert [one.key for one in ANSWERS if one.kind == "interim" and "date" not in one.slots] == []


def test_an_answer_in_a_social_network_is_not_too_long() -> None:
    assert [one.key for one in ANSWERS if one.style == "social" and len(one.text) > 900] == []


def test_an_answer_speaks_of_something_that_is_written_about() -> None:
    known = {one.key for one in MESSAGES} | {one.about for one in MESSAGES} | {one.story for one in MESSAGES}
    assert {about for one in ANSWERS for about in one.about} <= known


@pytest.mark.parametrize("style", ["social", "official"])
def test_every_message_finds_an_answer(style: str) -> None:
    answers = Answers(ANSWERS)
    for message in MESSAGES:
        for kind in (*answers.final_kinds(message), "interim", "formal", "thanks"):
            assert answers.find(message, kind=kind, style=style)


def test_an_answer_to_the_very_message_comes_before_others() -> None:
    answers = Answers(ANSWERS)
    peonies = next(one for one in MESSAGES if one.key == "grass-04")
    assert answers.final_kinds(peonies) == ("explained",)
    assert all("пионы" in one.text for one in answers.find(peonies, kind="explained", style="social"))


def test_no_text_has_a_phone_or_the_name_of_a_person_of_the_town() -> None:
    surnames = {one.name.split()[0] for one in load_town().people}
    for one in (*MESSAGES, *ANSWERS):
        assert not DIGITS_OF_A_PHONE.search(one.text)
        assert not any(surname in one.text for surname in surnames)
