"""Mass problems: suggested, opened, filled with cases, merged, split and closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max, Min

from otklik.casework.duplicates.models import Contact, Event, Follower, Member, Outbreak
from otklik.casework.duplicates.outbreaks import LIVING, STATE_TITLES, State
from otklik.casework.duplicates.rules import Verdict
from otklik.ground.audit import services as audit
from otklik.kernel import language
from otklik.register.cases.rules import make_public_code


class BadOutbreak(ValueError):
    """The mass problem cannot be changed so; the message is Russian and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a mass problem is about; ids of rows below."""

    title: str
    topic_id: int | None = None
    recipient_id: int | None = None
    district_id: int | None = None
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    ground: str = ""
    is_area: bool = False


@dataclass(frozen=True, slots=True)
class Joining:
    """A case that belongs to a mass problem, or may."""

    case_id: int
    score: float = 1.0
    ground: str = ""
    is_sure: bool = True


@transaction.atomic
def begin(
    about: About,
    joinings: Sequence[Joining],
    *,
    municipality_id: int,
    began: tuple[datetime, datetime],
    now: datetime,
    actor_id: int | None = None,
    state: State = State.OPEN,
) -> int:
    """A new mass problem of these cases; `began` is when the first and the last of them came."""
    if not about.title.strip():
        raise BadOutbreak("Назовите массовую проблему: что и где случилось.")
    row = Outbreak.objects.create(
        municipality_id=municipality_id, title=about.title.strip()[:200], topic_id=about.topic_id,
        recipient_id=about.recipient_id, district_id=about.district_id, address=about.address[:500],
        lat=about.lat, lon=about.lon, ground=about.ground[:300], is_area=about.is_area, state=state,
        public_code=make_public_code(), begun_at=began[0], last_at=began[1], opened_at=now,
    )  # fmt: skip
    add(row.id, joinings, now=now, actor_id=actor_id)
    said = "Предложена системой" if state is State.SUGGESTED else "Массовая проблема открыта"
    _tell(row, f"{said}: {about.ground}" if about.ground else said, now=now, actor_id=actor_id, deed="begin")
    return row.id


@transaction.atomic
def add(outbreak_id: int, joinings: Sequence[Joining], *, now: datetime, actor_id: int | None = None) -> int:
    """Cases join, sure ones at once; one sure elsewhere stays there. Returns how many were added."""
    ids = [one.case_id for one in joinings]
    taken = Member.objects.filter(case_id__in=ids, state=Verdict.CONFIRMED).exclude(outbreak_id=outbreak_id)
    elsewhere = set(taken.values_list("case_id", flat=True))
    here = set(
        Member.objects.filter(outbreak_id=outbreak_id, case_id__in=ids).values_list("case_id", flat=True)
    )
    fresh = [one for one in joinings if one.case_id not in elsewhere | here]
    Member.objects.bulk_create(
        [
            Member(
                outbreak_id=outbreak_id, case_id=one.case_id, score=one.score, ground=one.ground[:300],
                at=now, state=Verdict.CONFIRMED if one.is_sure else Verdict.PROPOSED, user_id=actor_id,
            )
            for one in fresh
        ]
    )  # fmt: skip
    _stretch(outbreak_id)
    return len(fresh)


@transaction.atomic
def judge_member(
    outbreak_id: int, case_id: int, verdict: Verdict, *, now: datetime, actor_id: int | None
) -> None:
    """A person says whether the case belongs here; one that belongs elsewhere is taken from there."""
    row = lock(outbreak_id)
    if verdict is Verdict.CONFIRMED:
        others = Member.objects.filter(case_id=case_id, state=Verdict.CONFIRMED).exclude(
            outbreak_id=outbreak_id
        )
        others.update(state=Verdict.REJECTED, user_id=actor_id, at=now)
    Member.objects.update_or_create(
        outbreak_id=outbreak_id,
        case_id=case_id,
        defaults={"state": verdict, "user_id": actor_id, "at": now},
    )
    _stretch(outbreak_id)
    said = {
        Verdict.CONFIRMED: "Карточка добавлена",
        Verdict.REJECTED: "Карточка убрана: это о другом",
        Verdict.PROPOSED: "Карточка снова под вопросом",
    }
    _tell(row, said[verdict], now=now, actor_id=actor_id, deed=f"member:{verdict}", case=case_id)


@transaction.atomic
def confirm_all(outbreak_id: int, *, now: datetime, actor_id: int | None) -> int:
    """All proposed cases belong here, except those that are sure elsewhere; how many were confirmed."""
    row = lock(outbreak_id)
    proposed = Member.objects.filter(outbreak_id=outbreak_id, state=Verdict.PROPOSED)
    busy = Member.objects.filter(state=Verdict.CONFIRMED, case_id__in=proposed.values("case_id"))
    free = proposed.exclude(case_id__in=list(busy.values_list("case_id", flat=True)))
    done = free.update(state=Verdict.CONFIRMED, user_id=actor_id, at=now)
    if done:
        said = f"Добавлено: {language.counted(done, 'карточка', 'карточки', 'карточек')}"
        _tell(row, said, now=now, actor_id=actor_id, deed="confirm_all", count=done)
    return done


@transaction.atomic
def set_state(
    outbreak_id: int, state: State, *, now: datetime, actor_id: int | None, reason: str = ""
) -> None:
    """Accept, reject, close or open again; an accepted problem takes its proposed cases."""
    row = lock(outbreak_id)
    row.state = state
    row.closed_at = now if state in (State.CLOSED, State.REJECTED, State.MERGED) else None
    _save(row, "state", "closed_at")
    if state is State.OPEN:
        confirm_all(outbreak_id, now=now, actor_id=actor_id)
    told = f"Состояние: {STATE_TITLES[state]}" + (f". {reason.strip()}" if reason.strip() else "")
    _tell(row, told, now=now, actor_id=actor_id, deed=f"state:{state}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person writes about a mass problem."""

    title: str
    cause: str = ""
    promised_on: date | None = None
    recipient_id: int | None = None
    is_public: bool = False
    public_text: str = ""


@transaction.atomic
def edit(
    outbreak_id: int, told: Edit, *, now: datetime, actor_id: int | None, version: int | None = None
) -> None:
    """Keep what is written; raises `BadOutbreak`, also where somebody else has written meanwhile."""
    row = lock(outbreak_id)
    if version is not None and row.version != version:
        raise BadOutbreak("Массовую проблему уже изменил другой сотрудник. Проверьте и сохраните ещё раз.")
    if not told.title.strip():
        raise BadOutbreak("Назовите массовую проблему: что и где случилось.")
    row.title, row.cause = told.title.strip()[:200], told.cause.strip()[:2000]
    row.promised_on, row.recipient_id = told.promised_on, told.recipient_id
    row.is_public, row.public_text = told.is_public, told.public_text.strip()[:1000]
    _save(row, "title", "cause", "promised_on", "recipient", "is_public", "public_text")
    _tell(row, "Описание изменено", now=now, actor_id=actor_id, deed="edit")


@transaction.atomic
def promise(outbreak_id: int, day: date, *, now: datetime, actor_id: int | None) -> None:
    """The day that was promised to all."""
    row = lock(outbreak_id)
    row.promised_on = day
    _save(row, "promised_on")
    _tell(row, f"Обещано до {day:%d.%m.%Y}", now=now, actor_id=actor_id, deed="promise")


@transaction.atomic
def merge(outbreak_id: int, into_id: int, *, now: datetime, actor_id: int | None) -> None:
    """All cases and followers go over to the other one, and what citizens were told of it."""
    if outbreak_id == into_id:
        raise BadOutbreak("Проблему нельзя объединить с самой собой. Выберите другую.")
    low, high = sorted((outbreak_id, into_id))
    rows = {one: lock(one) for one in (low, high)}
    row, into = rows[outbreak_id], rows[into_id]
    if into.state not in LIVING or into.municipality_id != row.municipality_id:
        raise BadOutbreak("Та проблема уже закрыта. Выберите открытую.")
    there = Member.objects.filter(outbreak_id=into_id).values_list("case_id", flat=True)
    moving = Member.objects.filter(outbreak_id=outbreak_id).exclude(case_id__in=list(there))
    count = moving.update(outbreak_id=into_id)
    Member.objects.filter(outbreak_id=outbreak_id).update(state=Verdict.REJECTED)
    row.state, row.closed_at, row.merged_into_id = State.MERGED, now, into_id
    _save(row, "state", "closed_at", "merged_into")
    if row.is_public:
        into.is_public, into.public_text = True, into.public_text or row.public_text
        _save(into, "is_public", "public_text")
    _followers_over(row, into)
    _stretch(into_id)
    said = language.counted(count, "карточка", "карточки", "карточек")
    _tell(row, f"Объединена с «{into.title}»"[:500], now=now, actor_id=actor_id, deed="merge", into=into_id)
    _tell(into, f"Сюда перешла «{row.title}»: {said}"[:500], now=now, actor_id=actor_id, deed="merged")


def _followers_over(row: Outbreak, into: Outbreak) -> None:
    """Whoever follows one follows the other; who followed both is counted once, a contact left is kept."""
    there = {one.key: one.id for one in Follower.objects.filter(outbreak=into)}
    both = Follower.objects.filter(outbreak=row, key__in=list(there))
    for one in Contact.objects.filter(follower__in=both, told_at=None).select_related("follower"):
        kept = {"kind": one.kind, "address": one.address, "edition": one.edition, "at": one.at}
        Contact.objects.get_or_create(follower_id=there[one.follower.key], defaults=kept)
    twice = both.count()
    both.delete()
    Follower.objects.filter(outbreak=row).update(outbreak=into)
    gained = max(row.followers - twice, 0)
    Outbreak.objects.filter(id=into.id).update(followers=F("followers") + gained)


@transaction.atomic
def split(
    outbreak_id: int, case_ids: Sequence[int], *, title: str, now: datetime, actor_id: int | None
) -> int:
    """Some of the cases become a problem of their own; its id."""
    row = lock(outbreak_id)
    moving = Member.objects.filter(outbreak_id=outbreak_id, case_id__in=case_ids).exclude(
        state=Verdict.REJECTED
    )
    ids = list(moving.values_list("case_id", flat=True))
    if not ids:
        raise BadOutbreak("Отметьте карточки, которые нужно выделить.")
    moving.delete()
    about = About(
        title=title, topic_id=row.topic_id, recipient_id=row.recipient_id, district_id=row.district_id,
        ground=f"Выделена из «{row.title}»",
    )  # fmt: skip
    fresh = begin(
        about, [Joining(one) for one in ids], municipality_id=row.municipality_id,
        began=(row.begun_at, row.last_at), now=now, actor_id=actor_id,
    )  # fmt: skip
    _stretch(outbreak_id)
    said = language.counted(len(ids), "карточка", "карточки", "карточек")
    _tell(
        row,
        f"Выделена «{title.strip()}»: {said}"[:500],
        now=now,
        actor_id=actor_id,
        deed="split",
        into=fresh,
    )
    return fresh


def lock(outbreak_id: int) -> Outbreak:
    """The row held until the end of the transaction."""
    return Outbreak.objects.select_for_update(of=("self",)).get(id=outbreak_id)


def _save(row: Outbreak, *fields: str) -> None:
    row.version += 1
    row.save(update_fields=[*fields, "version"])


def _stretch(outbreak_id: int) -> None:
    """From the first to the last of its cases."""
    told = (
        Member.objects.filter(outbreak_id=outbreak_id)
        .exclude(state=Verdict.REJECTED)
        .aggregate(first=Min("case__received_at"), last=Max("case__received_at"))
    )
    if told["first"] is not None:
        Outbreak.objects.filter(id=outbreak_id).update(begun_at=told["first"], last_at=told["last"])


def _tell(
    row: Outbreak, text: str, *, now: datetime, actor_id: int | None, deed: str, **details: object
) -> None:
    """A line of its history and of the journal."""
    Event.objects.create(outbreak_id=row.id, at=now, text=text[:500], user_id=actor_id)
    audit.record(
        action="outbreak",
        subject="outbreak",
        subject_id=row.id,
        municipality_id=row.municipality_id,
        actor_id=actor_id,
        now=now,
        details={"deed": deed, **details},
    )
