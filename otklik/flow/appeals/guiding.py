"""What may be decided of an appeal: its facts, the rows of art. 11 they speak for, who may decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.casework.appeals import selectors as appeals_read
from otklik.casework.appeals.rules import correspondence, outcomes, requisites, special
from otklik.casework.appeals.rules.correspondence import Earlier, Relation
from otklik.casework.appeals.rules.requisites import Missing
from otklik.casework.appeals.rules.special import Facts, Proposal
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates.rules import Kind as LinkKind
from otklik.casework.triage import selectors as triage
from otklik.flow.appeals import papers
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.cases.selectors import Case, Former, Ways
from otklik.register.cases.services import Accused


@dataclass(frozen=True, slots=True)
class Look:
    """An appeal looked at once, for all that is asked of it."""

    facts: Facts
    former: tuple[Former, ...]
    terminated: tuple[appeals_read.TerminationView, ...]
    public_answers: tuple[appeals_read.PublicAnswerView, ...]
    accused: tuple[Accused, ...]
    ways: Ways | None
    missing: tuple[Missing, ...]


def look(case: Case) -> Look:
    """All that the system knows for the table of art. 11; nothing is decided here."""
    lacking = papers.missing(case)
    opinion = triage.opinion(case.id)
    before = former(case)
    answered = [one.number for one in before if one.outcome in outcomes.ON_MERITS and _same_body(one, case)]
    over, answers = terminated(case, before), public_answers(case)
    accused = cases_read.accused(case.id)
    ways = cases_read.ways(case) if accused else None
    facts = Facts(
        is_anonymous=requisites.is_anonymous(lacking),
        missing=[one.title for one in lacking if one.makes_anonymous],
        signs=_signs(opinion) if opinion else [],
        answered_before=answered,
        is_terminated=bool(over),
        terminated_by=", ".join(f"{one.at:%d.%m.%Y}" for one in over),
        public_answers=[one.title for one in answers],
        has_complaint=bool(accused),
        has_way=ways is None or bool(ways.recipient_ids),
    )
    return Look(facts, tuple(before), tuple(over), tuple(answers), tuple(accused), ways, tuple(lacking))


def facts(case: Case) -> Facts:
    """What the table of art. 11 asks."""
    return look(case).facts


def proposals(case: Case) -> list[Proposal]:
    """The rows that may apply now."""
    return special.proposals(facts(case))


def _signs(opinion: triage.OpinionView) -> list[tuple[str, str, str]]:
    """A sign that a person has called wrong speaks for nothing."""
    return [
        (sign.kind, sign.ground, sign.fragment)
        for sign in opinion.signs
        if opinion.said.get(sign.kind) is not False
    ]


def former(case: Case) -> list[Former]:
    """Earlier appeals of the same author about the same, the first one first."""
    links, _problem = duplicates_read.beside(case.id, most=50)
    ids = {one.case_id for one in links if one.kind is LinkKind.REPEAT and not one.is_later}
    ids |= {one for one in (case.repeat_of_id, case.duplicate_of_id) if one}
    return cases_read.former(case, sorted(ids))


def relation(case: Case, before: Sequence[Former]) -> Relation:
    """First, copy, repeated or many times."""
    told = [Earlier(at=one.received_at, answered_at=one.answered_at, due_at=one.due_at) for one in before]
    return correspondence.relation(case.received_at, told)


def terminated(case: Case, before: Sequence[Former]) -> list[appeals_read.TerminationView]:
    """Terminations that concern this appeal: of the same chain, or of the same author on the same topic."""
    chain = {one.id for one in before}
    found = appeals_read.terminations(case.applicant_id, case_ids=sorted(chain))
    return [
        one
        for one in found
        if one.case_id != case.id
        and (
            one.case_id in chain
            or (
                one.topic_id is not None
                and one.topic_id == case.topic_id
                and _alike(one.subject, case.summary)
            )
        )
    ]


def public_answers(case: Case) -> list[appeals_read.PublicAnswerView]:
    """Answers to many in use for the topic of the case."""
    if case.topic_id is None:
        return []
    return appeals_read.public_answers(case.municipality_id, topic_id=case.topic_id)


def _same_body(one: Former, case: Case) -> bool:
    """Answered by the same body: our own, or the same recipient where both are known."""
    return one.recipient_id is None or case.recipient_id is None or one.recipient_id == case.recipient_id


def _alike(subject: str, text: str) -> bool:
    """Two subjects share at least half of the fewer words: the same topic alone is not the same question."""
    left, right = set(language.lemmas(subject)), set(language.lemmas(text))
    fewer = min(len(left), len(right))
    return fewer > 0 and len(left & right) * 2 >= fewer
