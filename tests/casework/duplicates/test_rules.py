"""When two messages speak of one thing: prints of texts, keys, weights, thresholds and clusters."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from otklik.border.ports.messages import Author
from otklik.casework.duplicates import comparing, keys, learning, outbreaks, prints, rules
from otklik.casework.duplicates.comparing import Kept, Told
from otklik.casework.duplicates.keys import Spot
from otklik.casework.duplicates.rules import Kind, Where
from otklik.kernel import language

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
HOLE = "Во дворе дома по улице Садовой огромная яма, машины пробивают колёса, просим засыпать до дождей"
HOUSE = Spot(topic_id=5, group_id=2, street_id=7, house_id=70, lat=54.1, lon=48.1)


def print_of(text):
    (found,) = prints.of_tokens([language.tokens(text)])
    return found


def resemblance(first, second):
    ours, theirs = (np.frombuffer(print_of(one).signature, dtype=np.uint8) for one in (first, second))
    return float(prints.resemblance(ours.reshape(1, -1), theirs.reshape(1, -1))[0])


@pytest.mark.parametrize(
    ("copy", "least"),
    [
        pytest.param(HOLE, 1.0, id="тот же"),
        pytest.param("Здравствуйте! " + HOLE + ". Заранее спасибо", 0.95, id="приветствие и подпись"),
        pytest.param(" ".join(reversed(HOLE.split())), 0.95, id="другой порядок"),
        pytest.param(HOLE.replace("огромная", "агромная").replace("колёса", "калёса"), 0.6, id="опечатки"),
    ],
)
def test_a_copy_resembles(copy, least):
    assert resemblance(HOLE, copy) >= least


def test_another_text_does_not_resemble():
    other = "Не вывозят мусор с площадки третью неделю, контейнеры переполнены, запах стоит до подъездов"
    assert resemblance(HOLE, other) < 0.25


def test_the_same_words_have_one_hash_whatever_the_courtesies():
    assert print_of(HOLE).same == print_of("Добрый день! " + HOLE + " Спасибо.").same != 0


def test_a_text_too_short_is_not_compared():
    assert print_of("Яма!").bands == ()
    assert print_of("Яма!").same == 0


def test_a_print_of_many_is_the_print_of_one():
    texts = [HOLE, "Нет света в подъезде четвёртый день", "Спасибо"]
    together = prints.of_tokens([language.tokens(one) for one in texts])
    assert together == [print_of(one) for one in texts]


def wanted(spot, *, at=NOW, now=NOW, town=1, days=30):
    reach = keys.reach_around(at, days=days, now=now)
    return keys.wanted(print_of(HOLE), spot, (), reach=reach, town=town, metres=150)


def kept(spot, *, at=NOW, town=1):
    return keys.keys_of(print_of(HOLE), spot, (), at=at, town=town)


def meet(asked, found):
    wishes = (*asked.bands, asked.same, asked.street, asked.cell)
    return [
        key in numbers
        for numbers, key in zip(wishes, (*found.bands, found.same, found.street, found.cell), strict=True)
    ]


def test_a_copy_on_the_same_street_shares_all_keys():
    assert all(meet(wanted(HOUSE), kept(HOUSE, at=NOW - timedelta(days=14))))


def test_a_copy_without_a_street_is_found_by_its_text():
    assert all(meet(wanted(HOUSE), kept(Spot(topic_id=5, group_id=2)))[:2])


def test_a_text_about_another_street_is_not_even_looked_at():
    other = Spot(topic_id=5, group_id=2, street_id=8, house_id=80, lat=54.2, lon=48.3)
    assert not any(meet(wanted(HOUSE), kept(other))[:4])


@pytest.mark.parametrize(
    ("days", "is_found"), [(-20, True), (-29, True), (-70, False), (-400, False)], ids=str
)
def test_old_messages_stay_aside(days, is_found):
    assert any(meet(wanted(HOUSE), kept(HOUSE, at=NOW + timedelta(days=days)))) is is_found


def test_towns_never_meet():
    assert not any(meet(wanted(HOUSE), kept(HOUSE, town=2)))


@pytest.mark.parametrize("north", [0, 100, 149])
def test_points_within_the_metres_share_a_cell(north):
    beside = Spot(topic_id=5, group_id=2, lat=54.1 + north / 111_195, lon=48.1)
    assert kept(beside).cell in wanted(HOUSE).cell


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        pytest.param(
            Author(phone="8 (900) 123-45-67"), Author(phone="+7 900 1234567", name="Ким"), True, id="телефон",
        ),
        pytest.param(Author(email="A@b.ru "), Author(email="a@B.ru", external_id="vk1"), True, id="почта"),
        pytest.param(
            Author(name="Ким Алла", address="ул. Мира, 5"), Author(name="КИМ  АЛЛА", address="ул Мира 5"),
            True, id="имя и адрес",
        ),
        pytest.param(Author(name="Ким Алла"), Author(name="Ким Алла"), False, id="одно имя — ещё не человек"),
        pytest.param(Author(phone="8 900 1234567"), Author(phone="8 900 7654321"), False, id="другой"),
    ],
)  # fmt: skip
def test_a_person_is_known_again(first, second, is_same):
    ours, theirs = (set(keys.author_keys(one, town=1)) for one in (first, second))
    assert bool(ours & theirs) is is_same


def told(text=HOLE, spot=HOUSE, at=NOW):
    return Told(print=print_of(text), spot=spot, authors=(), at=at)


def kept_case(text=HOLE, *, topic=5, street=7, house=70, point=(54.1, 48.1), days=0.0):
    said = print_of(text)
    at = NOW - timedelta(days=days)
    return Kept(
        case_id=1, same=keys.same_key(said, town=1), words=said.words, numbers=said.numbers, topic_id=topic,
        street_id=street, house_id=house, received=int(at.timestamp()), is_open=True, authors=(0, 0),
        point=point, signature=said.signature,
    )  # fmt: skip


def compared(other, mine=None):
    ours = comparing.of_told([mine or told()], town=1)
    theirs = comparing.of_kept([other], {5: 2, 6: 2, 9: 4})
    return comparing.compare(ours, theirs, metres=150)


ANOTHER = "Когда наконец засыплют это безобразие у нашего подъезда, колесо уже пробил, страшно ездить"
FAR = (54.15, 48.1)


@pytest.mark.parametrize(
    ("other", "least", "most"),
    [
        pytest.param(kept_case(), 0.99, 1.0, id="слово в слово там же"),
        pytest.param(kept_case(ANOTHER), 0.5, 0.95, id="другие слова, тот же дом и тема"),
        pytest.param(kept_case(ANOTHER, days=25), 0.0, 0.5, id="то же, но месяц назад"),
        pytest.param(kept_case(ANOTHER, topic=9), 0.0, 0.5, id="тот же дом, другая тема"),
        pytest.param(kept_case(house=71, point=FAR), 0.0, 0.3, id="тот же текст, другой дом вдали"),
        pytest.param(kept_case(street=8, house=80, point=FAR), 0.0, 0.3, id="тот же текст, другая улица"),
        pytest.param(kept_case(street=0, house=0, point=None), 0.9, 1.0, id="тот же текст без адреса"),
        pytest.param(
            kept_case(ANOTHER, street=0, house=0, point=None), 0.0, 0.3, id="другой текст без адреса"
        ),
    ],
)
def test_the_probability(other, least, most):
    assert least <= float(compared(other).scores.chance[0]) <= most


def test_one_text_about_neighbouring_houses_is_one_problem_and_no_copy():
    beside = compared(kept_case(house=71, point=(54.1007, 48.1)))
    assert bool(beside.scores.is_template[0])
    assert rules.kind_of(is_same=True, text=1.0, is_template=True) is Kind.SAME_PROBLEM


def test_other_numbers_in_a_text_without_a_place_are_another_house():
    mine = told("Во дворе дома 5 огромная яма, машины пробивают колёса", Spot(topic_id=5, group_id=2))
    other = kept_case("Во дворе дома 7 огромная яма, машины пробивают колёса", street=0, house=0, point=None)
    assert float(compared(other, mine).scores.chance[0]) < 0.5


def test_the_ground_is_said_in_russian():
    told = rules.Reasons(
        kind=Kind.NEAR_TEXT, where=Where.SAME_HOUSE, is_same_topic=True, days=2.4, text=0.84, metres=3.0
    )
    assert rules.ground(told) == "тексты сходятся на 84 %, тот же дом, та же тема, 2\u00a0дня назад"


def test_without_verdicts_the_thresholds_are_the_usual():
    learned = learning.learn([])
    assert (learned.propose, learned.join) == (rules.PROPOSE, rules.JOIN)


def test_denials_raise_the_threshold_and_agreement_lowers_it():
    usual = learning.learn([(0.55, True), (0.55, False)]).propose
    assert learning.learn([(0.55, False)] * 30).propose > usual
    assert learning.learn([(0.45, True)] * 30).propose < usual


def test_the_thresholds_stay_in_order_and_a_few_verdicts_move_little():
    for verdicts in ([(0.95, False)] * 200, [(0.4, True)] * 200, [(0.6, False), (0.9, True)]):
        learned = learning.learn(verdicts)
        assert 0 < learned.propose <= learned.join <= 1
        assert list(learned.shares) == sorted(learned.shares)
    assert abs(learning.learn([(0.6, False)]).propose - rules.PROPOSE) < 0.05


@pytest.mark.parametrize(("propose", "join"), [(0, 0.9), (0.5, 0.4), (1, 1), (0.5, 1.1)])
def test_thresholds_out_of_order_are_refused(propose, join):
    with pytest.raises(learning.BadManner):
        learning.check(propose, join)


def seen(number, *, topic=5, district=1, house=None, point=(54.1, 48.1), days=1.0, street=7):
    return outbreaks.Told(number, topic, district, street, house, point, NOW - timedelta(days=days))


def ids(cluster):
    return [one.case_id for one in cluster.cases]


def test_five_beside_one_another_are_a_cluster_and_four_are_not():
    five = [seen(n, point=(54.1 + n * 0.001, 48.1), days=6 - n) for n in range(1, 6)]
    (found,) = outbreaks.clusters(five, outbreaks.Gauge(), now=NOW)
    assert (ids(found), found.is_area) == ([1, 2, 3, 4, 5], False)
    assert outbreaks.clusters(five[:4], outbreaks.Gauge(), now=NOW) == []


def test_another_topic_and_old_ones_do_not_count():
    told = [seen(n) for n in range(1, 5)] + [seen(5, topic=6), seen(6, days=20)]
    assert outbreaks.clusters(told, outbreaks.Gauge(), now=NOW) == []


def test_a_district_far_above_its_usual_is_a_cluster():
    spread = [seen(n, point=(54.1 + n * 0.01, 48.1), street=n) for n in range(1, 13)]
    (found,) = outbreaks.clusters(spread, outbreaks.Gauge(), now=NOW)
    assert (len(found.cases), found.is_area) == (12, True)
    before = [seen(100 + n, days=20 + n, point=(55 + n * 0.01, 48.1), street=n) for n in range(60)]
    assert outbreaks.clusters([*spread, *before], outbreaks.Gauge(), now=NOW) == []


def test_one_place_is_no_matter_of_its_district():
    here = [seen(n) for n in range(1, 13)]
    (found,) = outbreaks.clusters(here, outbreaks.Gauge(), now=NOW)
    assert (len(found.cases), found.is_area) == (12, False)
