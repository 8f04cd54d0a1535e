"""Why a place was found, in Russian: by which words, what the register holds, what was put right."""

from collections.abc import Sequence

from otklik.ground.places import landmark_names, speech
from otklik.ground.places.index import Index
from otklik.ground.places.reading import Mention, Reading
from otklik.ground.places.resolving import Spot
from otklik.ground.places.views import Landmark
from otklik.ground.places.words import STREET_SIGNS

_MOST_OTHERS = 4


def of_spot(index: Index, spot: Spot, reading: Reading) -> tuple[str, ...]:
    mention = spot.mention
    named = f"{STREET_SIGNS.get(spot.street.kind, spot.street.kind)} {spot.street.title}"
    slip = ", описка исправлена" if mention.likeness < 1 else ""
    why = [f"{named} — по словам «{words(reading, *mention.words)}»{slip}"]
    if spot.house:
        why.append(f"дом {spot.house.number} есть в реестре")
    elif spot.number:
        why.append(f"дома {spot.number} нет в реестре, место известно до улицы")
    settlement = index.settlements.get(spot.street.settlement_id)
    if spot.is_within and settlement:
        why.append(f"{speech.settlement_line(settlement)} — назван рядом или указан автором")
    if spot.others:
        titles = {one.settlement_id: index.settlements.get(one.settlement_id) for one in spot.others}
        places = ", ".join(speech.settlement_line(one) for one in list(titles.values())[:_MOST_OTHERS] if one)
        why.append(f"улица с таким названием есть ещё: {places}; выбрано вероятное место")
    return tuple(why)


def of_area(mention: Mention, reading: Reading) -> tuple[str, ...]:
    return (f"{mention.name.title} — по словам «{words(reading, mention.start, mention.end)}»",)


def of_unclear(index: Index, mention: Mention, reading: Reading) -> tuple[str, ...]:
    ids = {one.settlement_id for one in mention.name.streets}
    places = [speech.settlement_line(index.settlements[one]) for one in ids if one in index.settlements]
    return (
        f"улица названа словами «{words(reading, mention.start, mention.end)}»",
        f"такая улица есть в нескольких местах: {', '.join(sorted(places)[:_MOST_OTHERS])}; выберите нужную",
    )


def of_landmark(landmark: Landmark, told: str) -> str:
    return f"ориентир: {landmark_names.line(landmark)} — по словам «{told}»"


def of_landmarks(fitting: Sequence[Landmark], told: str) -> tuple[str, ...]:
    title = landmark_names.line(fitting[0])
    return (f"ориентир: {title} — по словам «{told}»", f"таких мест {len(fitting)}: выберите нужное")


def words(reading: Reading, start: int, end: int) -> str:
    first, last = reading.sentence.original(start, end)
    return " ".join(reading.sentence.given[first:last].split())
