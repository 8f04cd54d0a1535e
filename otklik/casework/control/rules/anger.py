"""A citizen's anger that rises from message to message."""

from collections.abc import Sequence

from otklik.casework.control.rules.findings import Finding, Found, Said
from otklik.casework.control.rules.temper import Temper, temper
from otklik.kernel import language

ANGRY = 0.4
RISE = 0.15
FURIOUS = 0.75
_MOST_SIGNS = 3


def rising(posts: Sequence[Said]) -> Found | None:
    """The last message of the citizen where it is angry and angrier than those before it.

    A first message is never a conflict: anger is measured against the same person. One that goes on as
    furious as before, or begins to threaten with a complaint, counts as risen.
    """
    told = [one for one in posts if one.is_inbound]
    if len(told) < 2:
        return None
    last, before = temper(told[-1].text), [temper(one.text) for one in told[:-1]]
    if not _has_risen(last, before):
        return None
    strongest = last.strongest
    start, end = (strongest.start, strongest.end) if strongest else (0, 0)
    return Found(Finding.ANGER, told[-1].id, start, end, _reason(last, before), last.heat)


def _has_risen(last: Temper, before: Sequence[Temper]) -> bool:
    if last.has_threat and not any(one.has_threat for one in before):
        return True
    if last.heat < ANGRY:
        return False
    calmest = min(one.heat for one in before)
    return last.heat - calmest >= RISE or last.heat >= FURIOUS


def _reason(last: Temper, before: Sequence[Temper]) -> str:
    signs = sorted(last.signs, key=lambda one: -one.weight)[:_MOST_SIGNS]
    told = ", ".join(one.why for one in signs)
    was, now = (language.number(one * 100, digits=0) for one in (before[-1].heat, last.heat))
    return f"Накал {was} → {now} из 100; {told}."[:300]
