"""What holds for any text: nothing is raised, fragments lie in the text, reading twice is reading once."""

from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.border.ports.messages import Place
from otklik.ground.places.rules import Found
from tests.ground.places.demo_sentences import HALVES, demo_matcher, sentences

_KNOWN = [one.text for half in HALVES for one in sentences(half)]
_PIECES = (
    *(
        "ул.",
        "ул",
        "улица",
        "проспект",
        "пер.",
        "на",
        "по",
        "от",
        "до",
        "между",
        "и",
        "угол",
        "дом",
        "д.",
        "кв.",
    ),
    *("корп.", "Ленина", "ленина", "Садовой", "мира", "Мельничная", "Заводской", "Лукино", "в", "школа", "№"),
    *(
        "5",
        "5к2",
        "12/1",
        "двадцать",
        "один",
        "«Ромашка»",
        "садик",
        "остановка",
        "Рынок",
        "трасса",
        "Р-241",
        "км",
    ),
    *(
        ",",
        ".",
        "\n",
        "-",
        "\u0301",
        "а",
        "İ",
        "ß",
        "ulitsa",
        "Lenina",
        "мкр.",
        "Северный",
        "Б.",
        "8",
        "марта",
    ),
)
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(_PIECES), max_size=40).map(" ".join),
    st.lists(st.sampled_from(_PIECES), max_size=40).map("".join),
    st.tuples(st.sampled_from(_KNOWN), st.text(max_size=20), st.sampled_from(_KNOWN)).map("".join),
)


def _all(found: Found) -> list[Found]:
    return [found, *found.also]


@settings(max_examples=400, deadline=None)
@given(_TEXTS)
def test_fragments_lie_in_the_text(text: str) -> None:
    for one in _all(demo_matcher().find(Place(), text)):
        assert 0 <= one.start <= one.end <= len(text)
        assert text[one.start : one.end] == one.fragment
        assert bool(one.fragment) == bool(one.by)
        assert one.confidence is None or 0 < one.confidence < 1
        assert (one.house_id is None) or (one.street_id is not None)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_reading_twice_is_reading_once(text: str) -> None:
    matcher = demo_matcher()
    assert matcher.find(Place(), text) == matcher.find(Place(), text)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_an_address_found_is_read_back(text: str) -> None:
    matcher = demo_matcher()
    found = matcher.find(Place(), text)
    if found.house_id and not found.landmark_id and "(" not in found.address:
        again = matcher.find(Place(text=found.address), "")
        assert (again.street_id, again.house_id) == (found.street_id, found.house_id)


@settings(max_examples=100, deadline=None)
@given(_TEXTS, _TEXTS, _TEXTS)
def test_fields_of_any_kind_raise_nothing(settlement: str, street: str, house: str) -> None:
    place = Place(settlement=settlement, street=street, house=house, landmark=house, text=street)
    assert len(demo_matcher().find(place, settlement).address) <= 500


def test_a_long_text_is_read() -> None:
    text = " ".join(_KNOWN) * 5
    assert len(text) > 100_000
    found = demo_matcher().find(Place(), text)
    assert found.street_id and len(found.also) <= 12
