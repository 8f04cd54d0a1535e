"""A draft looked at with all that it answers: the message, its questions, places, proofs and templates."""

from collections.abc import Mapping
from datetime import date

from otklik.border.ports.messages import CaseKind, Place
from otklik.casework.answers import checks
from otklik.casework.answers import selectors as answers
from otklik.casework.answers.checks import Spot
from otklik.casework.answers.services import Writing
from otklik.ground.places import matching as places
from otklik.register.cases import selectors as cases
from otklik.register.catalog import selectors as catalog

NO_REASONS: Mapping[str, str] = {}


def remarks(
    case_id: int, writing: Writing, *, today: date, reasons: Mapping[str, str] = NO_REASONS
) -> list[checks.Remark]:
    """What the system thinks of the text, what holds it back first.

    `reasons` are why remarks are left as they are, by code; those kept with the draft count too.
    """
    case = cases.by_id(case_id)
    given = {**answers.reasons(case_id), **{code: why for code, why in reasons.items() if why.strip()}}
    return checks.remarks(
        _text(case, writing, today=today), weights=answers.weights(case.municipality_id), reasons=given
    )


def _text(case: cases.Case, writing: Writing, *, today: date) -> checks.Text:
    asked = next((post.text for post in cases.thread(case.id) if post.is_inbound), "")
    questions = tuple(one.text for one in cases.questions(case.id) if one.text) or (asked,)
    topic = catalog.snapshot(case.municipality_id).topics.get(case.topic_id or 0)
    fitting = answers.fitting(case.municipality_id, topic_id=case.topic_id, block_id=case.block_id, most=40)
    applicant = case.applicant
    return checks.Text(
        body=writing.text,
        kind=CaseKind(case.kind),
        channel=case.channel,
        is_interim=writing.is_interim,
        promised_on=writing.promised_on,
        outcome=writing.outcome,
        today=today,
        questions=questions,
        name=applicant.name if applicant and not applicant.is_organisation else "",
        asked=_asked(case),
        told=_told(case.municipality_id, writing.text),
        evidence=topic.evidence if topic else "none",
        pictures=sum(row.content_type.startswith("image/") for row in cases.waiting_files(case.id)),
        templates=tuple(one.text for one in fitting),
    )


def _asked(case: cases.Case) -> tuple[Spot, ...]:
    return (Spot(case.address, case.street_id, case.house_id),) if case.street_id else ()


def _told(municipality_id: int, text: str) -> tuple[Spot, ...]:
    """The streets that a draft names."""
    found = places.matcher(municipality_id).find(Place(), text)
    return tuple(
        Spot(one.address, one.street_id, one.house_id, one.start, one.end)
        for one in (found, *found.also)
        if one.street_id is not None
    )
