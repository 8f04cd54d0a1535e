"""Mass problems are seen, new messages join them, and one act is done over all of their cases."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from otklik.casework.duplicates import selectors as duplicates_read
from otklik.casework.duplicates import services as duplicates
from otklik.casework.duplicates.outbreaks import PERIODS, Cluster, Gauge, State, clusters
from otklik.casework.duplicates.outbreaks import Told as Seen
from otklik.casework.duplicates.selectors import Alike, Manner, Told
from otklik.casework.duplicates.services import About, BadOutbreak, Edit, Joining
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.kernel import language
from otklik.register.cases import selectors as cases_read
from otklik.register.catalog import selectors as catalog

__all__ = ["About", "BadOutbreak", "Edit"]

SEEK = "seek_outbreaks"
_SOON = timedelta(seconds=20)
_AREA_SCORE = 0.6


def seek(municipality_id: int, *, now: datetime) -> list[int]:
    """Look for cases that are about one thing and suggest what is found; ids of the new mass problems."""
    manner = duplicates_read.manner(municipality_id)
    gauge = Gauge(size=manner.group_size, days=manner.group_days, metres=float(manner.metres))
    since = now - timedelta(days=manner.group_days * (PERIODS + 1))
    told = duplicates_read.told_since(municipality_id, since, now)
    areas = duplicates_read.areas(municipality_id)
    fresh = []
    for one in clusters(told, gauge, now=now):
        known = areas.get((one.topic_id, one.cases[0].district_id or 0)) if one.is_area else None
        if known is None:
            fresh.append(_suggest(one, municipality_id, now=now))
        else:
            joining = [Joining(each.case_id, ground=_why(one), is_sure=False) for each in one.cases]
            duplicates.add(known, joining, now=now)
    return fresh


def seek_everywhere(*, now: datetime) -> None:
    """Every night, in every town."""
    for town in places.municipalities():
        seek(town.id, now=now)


def ask_to_seek(municipality_id: int, *, now: datetime) -> None:
    """Ask for a look soon; one piece of work a minute, however often it is asked for."""
    key = f"{municipality_id}:{now:%Y-%m-%dT%H:%M}"
    outbox.put(SEEK, key, {"municipality": municipality_id}, now=now, at=now + _SOON)


def _suggest(cluster: Cluster, municipality_id: int, *, now: datetime) -> int:
    seen = cluster.cases
    points = [one.point for one in seen if one.point is not None]
    told = [Joining(one.case_id, ground=_why(cluster), is_sure=False) for one in seen]
    return duplicates.begin(
        About(
            title=_title(cluster, municipality_id),
            topic_id=cluster.topic_id,
            recipient_id=_commonest([case.recipient_id for case in _cases(seen)]),
            district_id=_commonest([one.district_id for one in seen]),
            address=_place(cluster, municipality_id),
            lat=sum(lat for lat, _ in points) / len(points) if points else None,
            lon=sum(lon for _, lon in points) / len(points) if points else None,
            ground=_why(cluster),
            is_area=cluster.is_area,
        ),
        told,
        municipality_id=municipality_id,
        began=(seen[0].at, seen[-1].at),
        now=now,
        state=State.SUGGESTED,
    )


def _cases(seen: Sequence[Seen]) -> Sequence[cases_read.Case]:
    return cases_read.of_ids([one.case_id for one in seen])


def _why(cluster: Cluster) -> str:
    """«12 карточек за 3 дня рядом друг с другом»; of a district also against the usual."""
    count = language.counted(len(cluster.cases), "карточка", "карточки", "карточек")
    days = max(1, (cluster.cases[-1].at - cluster.cases[0].at).days + 1)
    told = f"{count} за {language.counted(days, 'день', 'дня', 'дней')}"
    if not cluster.is_area:
        return f"{told} рядом друг с другом"
    usual = f", обычно {language.number(cluster.usual)}" if cluster.usual else ", обычно почти ни одной"
    return f"{told} в одном районе{usual}"


def _title(cluster: Cluster, municipality_id: int) -> str:
    topic = catalog.snapshot(municipality_id).topics[cluster.topic_id]
    place = _place(cluster, municipality_id)
    return f"{topic.title}: {place}" if place else topic.title


def _place(cluster: Cluster, municipality_id: int) -> str:
    """The district of an area, else the street most of the cases name."""
    district = _commonest([one.district_id for one in cluster.cases])
    if cluster.is_area and district:
        return places.district_titles(municipality_id).get(district, "")
    said = Counter(case.address.split(", д. ")[0] for case in _cases(cluster.cases) if case.address)
    return said.most_common(1)[0][0] if said else ""


def _commonest(ids: Sequence[int | None]) -> int | None:
    found = Counter(one for one in ids if one is not None)
    return found.most_common(1)[0][0] if found else None


def begin_from(case_id: int, *, now: datetime, actor_id: int | None) -> int:
    """A person opens a mass problem from a case and those it is like; the id of the one it is in already."""
    links, here = duplicates_read.beside(case_id, most=50)
    if here is not None:
        return here.id
    case = cases_read.by_id(case_id)
    topic = catalog.snapshot(case.municipality_id).topics.get(case.topic_id or 0)
    place = case.address.split(", д. ")[0]
    return duplicates.begin(
        About(
            title=": ".join(part for part in (topic.title if topic else "Массовая проблема", place) if part),
            topic_id=case.topic_id,
            recipient_id=case.recipient_id,
            district_id=case.district_id,
            address=case.address,
            lat=case.lat,
            lon=case.lon,
            ground=f"открыта сотрудником по карточке {case.number}",
        ),
        [
            Joining(case_id),
            *(Joining(one.case_id, score=one.score, ground=one.ground, is_sure=False) for one in links),
        ],
        municipality_id=case.municipality_id,
        began=(case.received_at, case.received_at),
        now=now,
        actor_id=actor_id,
    )


def join_new(
    told: Sequence[Told],
    found: Sequence[Sequence[Alike]],
    districts: Mapping[int, int],
    *,
    municipality_id: int,
    manner: Manner,
    now: datetime,
) -> None:
    """New cases join the mass problems of the cases they are like, or of their topic in their district.

    `districts` are the districts of the new cases.
    """
    living = duplicates_read.problems_of([one.case_id for likenesses in found for one in likenesses])
    areas = duplicates_read.areas(municipality_id)
    if not living and not areas:
        return
    joinings: dict[int, list[Joining]] = {}
    for one, likenesses in zip(told, found, strict=True):
        best = next((each for each in likenesses if each.case_id in living), None)
        if best is not None:
            outbreak_id, state = living[best.case_id]
            is_sure = state is State.OPEN and manner.joins_by_itself and best.score >= manner.join
            joining = Joining(one.case_id, score=best.score, ground=best.ground, is_sure=is_sure)
        else:
            area = areas.get((one.spot.topic_id, districts.get(one.case_id, 0)))
            if area is None:
                continue
            outbreak_id = area
            joining = Joining(
                one.case_id, score=_AREA_SCORE, ground="та же тема в том же районе", is_sure=False
            )
        joinings.setdefault(outbreak_id, []).append(joining)
    for outbreak_id, each in joinings.items():
        duplicates.add(outbreak_id, each, now=now)
