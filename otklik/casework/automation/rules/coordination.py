"""Who of an organisation does the work: by duty, absence and load, with the reason in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Person:
    """A person who may do the work, with the cases already open with this person."""

    id: int
    name: str
    load: int = 0


@dataclass(frozen=True, slots=True)
class Away:
    """Who is absent, from day to day, and who stands in."""

    user_id: int
    since: date
    until: date
    deputy_id: int | None = None
    reason: str = ""

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty, from day to day; empty weekdays (1 is Monday) are all of them."""

    user_id: int
    since: date
    until: date
    weekdays: tuple[int, ...] = ()

    def covers(self, day: date) -> bool:
        return self.since <= day <= self.until and (not self.weekdays or day.isoweekday() in self.weekdays)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`why` is Russian; nobody has a reason too."""

    user_id: int | None
    why: str


def choose(people: Sequence[Person], *, duties: Sequence[Duty], absences: Sequence[Away], on: date) -> Chosen:
    """Those on duty before the rest, the absent never, the least loaded of them; ties by name."""
    if not people:
        return Chosen(None, "у получателя нет сотрудников")
    known = {one.id: one for one in people}
    away = {one.user_id: one for one in absences if one.covers(on)}
    told: list[str] = []
    present = [one for one in people if one.id not in away]
    on_duty = {one.user_id for one in duties if one.covers(on)} & known.keys()
    standing = {deputy for one in on_duty if one in away and (deputy := _deputy(one, away)) in known}
    pool = [one for one in present if one.id in on_duty | standing]
    if pool:
        told.append(f"дежурный {on:%d.%m}")
    told += [
        _absent(known[one], away[one], known) for one in away if one in known and (not pool or one in on_duty)
    ]
    pool = pool or present
    if not pool:
        return Chosen(None, "; ".join([*told, "заместить некому"]))
    best = min(pool, key=lambda one: (one.load, one.name, one.id))
    if len(pool) > 1:
        told.append(_loads(pool, best))
    return Chosen(
        best.id, f"{'; '.join(told)} → {best.name}" if told else f"единственный исполнитель → {best.name}"
    )


def stand_in(user_id: int, *, names: Mapping[int, str], absences: Sequence[Away], on: date) -> Chosen:
    """The person named, or whoever stands in while absent; None where nobody does."""
    away = {one.user_id: one for one in absences if one.covers(on)}
    if user_id not in away:
        return Chosen(user_id, "")
    deputy = _deputy(user_id, away)
    gone = f"{names.get(user_id, '')} {_until(away[user_id])}"
    if deputy is None or deputy not in names:
        return Chosen(None, f"{gone}, заместитель не назначен")
    return Chosen(deputy, f"{gone} → {names[deputy]}")


def _deputy(user_id: int, away: Mapping[int, Away]) -> int | None:
    """Along the chain of deputies to one who is present; a circle has none."""
    seen: set[int] = set()
    at: int | None = user_id
    while at is not None and at in away and at not in seen:
        seen.add(at)
        at = away[at].deputy_id
    return at if at is not None and at not in seen else None


def _absent(person: Person, away: Away, known: Mapping[int, Person]) -> str:
    deputy = known.get(away.deputy_id) if away.deputy_id else None
    return f"{person.name} {_until(away)}" + (f", замещает {deputy.name}" if deputy else "")


def _until(away: Away) -> str:
    return f"{away.reason or 'отсутствует'} до {away.until:%d.%m}"


def _loads(pool: Sequence[Person], best: Person) -> str:
    """«у Петрова 12 открытых, у Сидорова 7»; at most the three least loaded."""
    shown = sorted(pool, key=lambda one: (one.load, one.name, one.id))[:3]
    said = ", ".join(f"{one.name} — {one.load}" for one in sorted(shown, key=lambda one: -one.load))
    return f"открытых карточек: {said}" if any(one.load for one in shown) else "нагрузка одинаковая"
