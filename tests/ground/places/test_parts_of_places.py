"""Landmarks, parts of roads, flats, several places, and how each was found."""

import pytest

from otklik.border.ports.messages import Place
from otklik.ground.places.rules import Found, Matcher
from tests.ground.places.demo_sentences import demo_matcher


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return demo_matcher()


def _read(matcher: Matcher, text: str) -> Found:
    return matcher.find(Place(), text)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("за 5 школой яма", "ул. Весенняя, д. 6 (школа № 5)"),
        ("у садика «Ромашка» стая", "ул. Молодёжная, д. 9 (детский сад № 7 «Ромашка»)"),
        ("Остановка «Рынок»: нет крыши", "остановка «Рынок»"),
        ("у школы в Лукино темно", "с. Лукино, пер. Школьный, д. 2 (школа Лукинская)"),
        ("ул. Весенняя, 9, напротив школы № 5", "ул. Весенняя, д. 9 (школа № 5)"),
        ("за 43 школой яма", ""),
        ("в школе 5 классов без учителя", ""),
        ("у школы нет перехода", ""),
    ],
)
def test_landmarks(matcher: Matcher, text: str, address: str) -> None:
    assert _read(matcher, text).address == address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (
            "По Ленина от Садовой до Почтовой сняли асфальт",
            "ул. Ленина (от ул. Садовая до ул. Почтовая)",
        ),
        ("участок между ул. Литейной и ул. Кирпичной", "ул. Литейная (до ул. Кирпичная)"),
        ("дорога от Садовой до Речного переулка", "ул. Садовая (до пер. Речной)"),
        ("на углу Гагарина и Строителей люк", "ул. Гагарина (угол пр-т Строителей)"),
        ("на трассе Р-241, 12 км, лось", "трасса Р-241, 12-й км"),
        ("дорога а 12 домов без света", ""),
        ("ехали по трассе 5 км", ""),
    ],
)
def test_parts_of_roads(matcher: Matcher, text: str, address: str) -> None:
    assert _read(matcher, text).address == address


def test_a_crossing_is_where_the_streets_meet(matcher: Matcher) -> None:
    found = _read(matcher, "на углу Ленина и Советской яма")
    assert found.lat == pytest.approx(56.338, abs=0.003)
    assert found.lon == pytest.approx(48.622, abs=0.005)


@pytest.mark.parametrize(
    ("text", "flat"),
    [
        ("Ленина д 14 корп 2 кв 14 холодно", "14"),
        ("ул. Северная, д. 22, квартира 17", "17"),
        ("Ленина 3-14 холодно", "14"),
        ("Ленина 3, подъезд 2", ""),
    ],
)
def test_a_flat_is_kept_apart_from_the_address(matcher: Matcher, text: str, flat: str) -> None:
    found = _read(matcher, text)
    assert found.flat == flat
    assert not flat or flat not in found.address.replace("14к2", "")


def test_several_places_in_their_order(matcher: Matcher) -> None:
    found = _read(matcher, "Мусор не вывозят: Ленина 6, Садовая 9 и 11, у 5 школы тоже")
    assert found.address == "ул. Ленина, д. 6 (школа № 5)"
    assert [one.address for one in found.also] == ["ул. Садовая, д. 9", "ул. Садовая, д. 11"]
    assert all(one.lat and one.house_id and one.fragment for one in found.also)


def test_why_tells_words_slips_and_houses(matcher: Matcher) -> None:
    assert _read(matcher, "яма на ул советкой 7").why == (
        "ул. Советская — по словам «ул советкой», описка исправлена",
        "дом 7 есть в реестре",
    )
    assert _read(matcher, "Гагарина 99").why[1] == "дома 99 нет в реестре, место известно до улицы"
    assert "указан автором" in matcher.find(Place(settlement="Лукино"), "Мирная 12").why[-1]


def test_a_street_of_several_places_tells_them(matcher: Matcher) -> None:
    found = _read(matcher, "На улице Центральной, 5 нет света")
    assert (found.street_id, found.confidence) == (None, 0.3)
    assert [one.address for one in found.candidates] == [
        "с. Озёры, ул. Центральная, д. 5",
        "с. Лукино, ул. Центральная, д. 5",
        "с. Берёзово, ул. Центральная, д. 5",
    ]
    assert "выберите нужную" in found.why[-1]


def test_a_guess_among_several_is_not_sure(matcher: Matcher) -> None:
    found = _read(matcher, "На Мельничной улице, 20 упал столб")
    assert found.address == "ул. Мельничная, д. 20"
    assert [one.address for one in found.candidates] == ["д. Старая Мельница, ул. Мельничная, д. 20"]
    assert found.confidence is not None and found.confidence <= 0.7


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (Place(settlement="село Озёры"), "с. Озёры, ул. Центральная, д. 5"),
        (Place(lat=56.2560, lon=48.6500), "с. Лукино, ул. Центральная, д. 5"),
    ],
)
def test_the_place_of_the_writer_decides(matcher: Matcher, place: Place, address: str) -> None:
    found = matcher.find(place, "На Центральной 5 нет света" if place.settlement else "Центральная 5")
    assert found.address.startswith(address)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("Глубо́кая я́ма на Садо́вой 9!", "Садо́вой 9"),
        ("ulitsa Gagarina 6, net sveta", "ulitsa Gagarina 6"),
        ("Yл. Ленинa, 9, нет вoды", "Yл. Ленинa, 9"),
        ("за 5 школой яма", "5 школой"),
        ("İİ Садовая, 9", "Садовая, 9"),
    ],
)
def test_the_fragment_is_of_the_text_given(matcher: Matcher, text: str, fragment: str) -> None:
    found = _read(matcher, text)
    assert found.fragment == fragment == text[found.start : found.end]
