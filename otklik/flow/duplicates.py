"""A message is compared with those before it: a print is kept, likenesses and repeats are noted."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction

from otklik.border.ports.messages import Author, Inbound
from otklik.casework.duplicates import keys, prints
from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.keys import Spot
from otklik.casework.duplicates.rules import Kind, Verdict
from otklik.casework.duplicates.selectors import Alike, Manner, Told
from otklik.casework.triage.rules import Proposal
from otklik.flow import outbreaks
from otklik.ground.outbox import services as outbox
from otklik.ground.places.matching import Found
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.cases import services as cases
from otklik.register.catalog import selectors as catalog

COMPARE = "compare"
MOST_TEXT = 10_000
_CROWD = 3
"""From so many likenesses of one message a mass problem is worth looking for."""


def tell(
    inbounds: Sequence[Inbound],
    spots: Sequence[Found],
    proposals: Sequence[Proposal],
    *,
    municipality_id: int,
) -> list[Told]:
    """What messages are compared by; it reads and writes nothing."""
    printed = prints.of_tokens([language.tokens(one.text[:MOST_TEXT]) for one in inbounds])
    groups = catalog.last_read(municipality_id).groups
    return [
        Told(
            print=print_,
            spot=spot_of(inbound, found, proposal, groups=groups),
            authors=keys.author_keys(inbound.author, town=municipality_id),
            at=inbound.received_at,
        )
        for inbound, found, proposal, print_ in zip(inbounds, spots, proposals, printed, strict=True)
    ]


def groups_of(municipality_id: int) -> Mapping[int, int]:
    """The group of every topic."""
    return catalog.snapshot(municipality_id).groups


def spot_of(inbound: Inbound, found: Found, proposal: Proposal, *, groups: Mapping[int, int]) -> Spot:
    """The likely topic, and the point only where it is a house or was marked by the sender."""
    likely = proposal.suggestions[0].topic_id if proposal.suggestions else 0
    topic = proposal.topic_id or likely
    spot = spot_at(found, topic, groups, is_exact=inbound.place.lat is not None)
    return replace(spot, group_id=proposal.group_id or spot.group_id)


def spot_at(found: Found, topic_id: int, groups: Mapping[int, int], *, is_exact: bool) -> Spot:
    """A place found and a topic; the point of a street or a settlement is no place to measure from."""
    is_exact = is_exact or found.house_id is not None
    return Spot(
        topic_id=topic_id,
        group_id=groups.get(topic_id, 0),
        street_id=found.street_id or 0,
        house_id=found.house_id or 0,
        lat=found.lat if is_exact else None,
        lon=found.lon if is_exact else None,
    )


def note(
    told: Sequence[Told], districts: Mapping[int, int], *, municipality_id: int, now: datetime
) -> list[list[Alike]]:
    """Keep the prints of registered cases and what they are like; inside the transaction of the registration.

    Of an imported register only what is recent is compared with everybody's messages.
    """
    manner = duplicates_read.manner(municipality_id)
    since = now - timedelta(days=manner.horizon_days)
    told = [replace(one, is_old=True) if one.at < since else one for one in told]
    duplicates.keep(told, municipality_id=municipality_id)
    return _compare(told, districts, municipality_id=municipality_id, manner=manner, now=now)


def compare_later(told: Sequence[Told], *, municipality_id: int, now: datetime) -> None:
    """Keep the prints of live messages; the worker compares them, for the citizen waits for none of it."""
    duplicates.keep(told, municipality_id=municipality_id)
    topics = {str(one.case_id): one.spot.topic_id for one in told}
    wish = {"municipality": municipality_id, "topics": topics}
    outbox.put(COMPARE, f"{told[0].case_id}-{told[-1].case_id}", wish, now=now)


@transaction.atomic
def compare(likely: Mapping[int, int], *, municipality_id: int, now: datetime) -> None:
    """Note what registered cases are like, as they now stand; done twice, it leaves the same.

    `likely` holds the probable topics of the cases, for those that have none.
    """
    found = cases_read.of_ids(list(likely))
    groups = groups_of(municipality_id)
    told = [_told_of(case, groups, likely=likely[case.id]) for case in found]
    manner = duplicates_read.manner(municipality_id)
    districts = {case.id: case.district_id or 0 for case in found}
    known = duplicates_read.linked(list(likely))
    _compare(told, districts, known=known, municipality_id=municipality_id, manner=manner, now=now)


def _compare(
    told: Sequence[Told],
    districts: Mapping[int, int],
    *,
    known: AbstractSet[tuple[int, int]] = frozenset(),
    municipality_id: int,
    manner: Manner,
    now: datetime,
) -> list[list[Alike]]:
    """`known` pairs are kept already: a later and an earlier case."""
    found = duplicates_read.alike(
        told, municipality_id=municipality_id, groups=groups_of(municipality_id), manner=manner, now=now
    )
    if known:
        found = [
            [each for each in likenesses if (one.case_id, each.case_id) not in known]
            for one, likenesses in zip(told, found, strict=True)
        ]
    found = _with_repeats(told, found, municipality_id=municipality_id, manner=manner, now=now)
    pairs = zip(told, found, strict=True)
    duplicates.link(
        {one.case_id: likenesses for one, likenesses in pairs if likenesses},
        municipality_id=municipality_id,
        told=manner,
        now=now,
    )
    if manner.has_outbreaks:
        outbreaks.join_new(told, found, districts, municipality_id=municipality_id, manner=manner, now=now)
    if any(len(likenesses) >= _CROWD for likenesses in found):
        outbreaks.ask_to_seek(municipality_id, now=now)
    return found


def _with_repeats(
    told: Sequence[Told],
    found: list[list[Alike]],
    *,
    municipality_id: int,
    manner: Manner,
    now: datetime,
) -> list[list[Alike]]:
    """The same author asks the same after an answer or a term that has passed: a repeat, not a copy."""
    asked = [one.case_id for likenesses in found for one in likenesses if one.is_same_author]
    if not asked:
        return found
    ends = cases_read.ends(asked)
    repeats: list[cases.Repeat] = []
    for one, likenesses in zip(told, found, strict=True):
        for place, each in enumerate(likenesses):
            if not each.is_same_author or not any(at and at < one.at for at in ends[each.case_id]):
                continue
            likenesses[place] = replace(each, kind=Kind.REPEAT)
            if each.score >= manner.join and (not repeats or repeats[-1].case_id != one.case_id):
                repeats.append(cases.Repeat(one.case_id, each.case_id))
    if repeats:
        cases.mark_repeats(repeats, municipality_id=municipality_id, now=now)
    return found


def _told_of(case: cases_read.Case, groups: Mapping[int, int], *, likely: int = 0) -> Told:
    """What a registered case is compared by; `likely` is its probable topic while it has none."""
    topic = case.topic_id or likely
    text = next((post.text for post in cases_read.thread(case.id) if post.is_inbound), "")
    (print_,) = prints.of_tokens([language.tokens(text[:MOST_TEXT])])
    is_exact = case.house_id is not None or case.address_by in ("point", "person")
    return Told(
        print=print_,
        spot=Spot(
            topic_id=topic,
            group_id=groups.get(topic, 0),
            street_id=case.street_id or 0,
            house_id=case.house_id or 0,
            lat=case.lat if is_exact else None,
            lon=case.lon if is_exact else None,
        ),
        authors=_authors_of(case),
        at=case.received_at,
        case_id=case.id,
    )


def renew(case_id: int, *, now: datetime) -> None:
    """A person has corrected the topic or the place: the case is compared anew."""
    case = cases_read.by_id(case_id)
    groups = groups_of(case.municipality_id)
    told = _told_of(case, groups)
    manner = duplicates_read.manner(case.municipality_id)
    duplicates.renew(told, municipality_id=case.municipality_id)
    (found,) = duplicates_read.alike(
        [told], municipality_id=case.municipality_id, groups=groups, manner=manner, now=now
    )
    duplicates.relink(case_id, found, municipality_id=case.municipality_id, told=manner, now=now)


def _authors_of(case: cases_read.Case) -> tuple[int, ...]:
    person = case.applicant
    if person is None:
        return ()
    author = Author(
        name=person.name,
        phone=person.phone,
        email=person.email,
        address=person.address,
        external_id=person.identity.removeprefix("id:") if person.identity.startswith("id:") else "",
    )
    return keys.author_keys(author, town=case.municipality_id)


@transaction.atomic
def judge(case_id: int, other_id: int, verdict: Verdict, *, now: datetime, actor_id: int | None) -> None:
    """A person judges a likeness; a repeat that is denied loses its mark, one confirmed gets it."""
    case = cases_read.by_id(case_id)
    link = duplicates.judge(
        case_id, other_id, verdict, municipality_id=case.municipality_id, now=now, actor_id=actor_id
    )
    if link.kind != Kind.REPEAT:
        return
    first = link.other_id if verdict is not Verdict.REJECTED else None
    cases.mark_repeats(
        [cases.Repeat(link.case_id, first)],
        municipality_id=case.municipality_id,
        now=now,
        actor_id=actor_id,
    )
