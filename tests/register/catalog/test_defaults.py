"""The default catalog holds what the sources say, hangs together, and guesses topics without training."""

import csv
import re
import time
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from otklik.kernel import language
from otklik.register.catalog import defaults
from otklik.register.catalog.defaults import keywords

INDEX = keywords.build(((row.code, row.keywords) for row in defaults.topics()), defaults.synonyms())
MONTH_DAY = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"


def guesses(text: str) -> list[keywords.Guess]:
    return keywords.score([language.forms(word) for word in language.tokens(text)], INDEX)


def of_incident() -> list[defaults.TopicRow]:
    return [row for row in defaults.topics() if any(code.scheme == "im" for code in row.codes)]


def source(shared_dir: Path, name: str) -> list[list[str]]:
    text = (shared_dir / "domain" / name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_ten_blocks_of_the_decree_in_its_order() -> None:
    assert [block.title for block in defaults.blocks()] == [
        "Жилищно-коммунальное хозяйство",
        "Твёрдые коммунальные отходы",
        "Энергетика",
        "Образование",
        "Здравоохранение",
        "Дороги",
        "Транспорт",
        "Социальная политика",
        "Экология",
        "Государственные и муниципальные услуги",
    ]
    assert [block.order for block in defaults.blocks()] == sorted(block.order for block in defaults.blocks())
    assert all("п. 3.3" in block.norm for block in defaults.blocks())


def test_195_topics_of_incident_management_in_26_groups() -> None:
    assert len(of_incident()) == 195
    assert len({row.group for row in of_incident()}) == 26


def test_incident_topics_are_those_of_the_source(shared_dir: Path) -> None:
    assert [[row.group, row.title, "1" if row.is_significant else "0"] for row in of_incident()] == source(
        shared_dir, "incident_topics.tsv"
    )


def test_191_codes_of_the_classifier_in_their_edition() -> None:
    codes = [row for row in defaults.foreign_codes() if row.scheme == "otk"]
    assert len(codes) == 191
    assert {(row.edition, row.valid_from) for row in codes} == {("на 31.10.2025", date(2025, 10, 31))}
    assert all(re.fullmatch(r"\d{4}(\.\d{4}){3,4}", row.code) for row in codes)
    assert all(row.code.startswith(f"{row.parent}.") for row in codes)


def test_classifier_codes_are_those_of_the_source(shared_dir: Path) -> None:
    titles = {block.title: block.code for block in defaults.blocks()} | {"": ""}
    ours = [(row.code, row.title, row.block) for row in defaults.foreign_codes() if row.scheme == "otk"]
    assert ours == [(code, title, titles[block]) for code, title, block in source(shared_dir, "topics.tsv")]


def test_every_code_of_the_classifiers_leads_to_a_topic_and_back() -> None:
    listed = [(row.scheme, row.code) for row in defaults.foreign_codes()]
    assert len(listed) == len(set(listed))
    assert set(listed) == {(code.scheme, code.code) for row in defaults.topics() for code in row.codes}


def test_a_topic_has_one_primary_code_of_the_classifier_and_no_code_twice() -> None:
    for row in defaults.topics():
        primary = Counter(code.scheme for code in row.codes if code.is_primary)
        assert primary["otk"] == 1, row.code
        assert set(primary.values()) == {1}, row.code
        assert len({(code.scheme, code.code) for code in row.codes}) == len(row.codes), row.code


def test_topics_fit_their_columns() -> None:
    codes = [row.code for row in defaults.topics()]
    assert len(codes) == len(set(codes))
    blocks = {block.code for block in defaults.blocks()} | {""}
    kinds = {kind.code for kind in defaults.recipient_kinds()}
    for row in defaults.topics():
        assert re.fullmatch(r"[a-z][a-z-]{1,58}[a-z]", row.code)
        assert row.block in blocks, row.code
        assert row.recipient_kind in kinds, row.code
        assert row.fast_track_days in {None, 3, 5, 8, 10}, row.code
        assert row.evidence in {"none", "photo", "photo_or_track"}, row.code
        assert re.fullmatch(rf"({MONTH_DAY}\.\.{MONTH_DAY})?", row.season), row.code


def test_every_block_and_every_kind_of_recipient_is_used() -> None:
    assert {row.block for row in defaults.topics()} >= {block.code for block in defaults.blocks()}
    assert {row.recipient_kind for row in defaults.topics()} == {
        kind.code for kind in defaults.recipient_kinds()
    }


def test_dangers_are_on_the_fast_track_of_three_days_or_beyond_the_town() -> None:
    dangers = [row for row in of_incident() if row.urgency is defaults.Urgency.DANGER]
    assert {row.code for row in dangers} >= {
        "amenity-open-manholes",
        "housing-pipe-burst",
        "housing-no-heating",
        "gas-restoration",
    }
    assert all(row.fast_track_days == 3 for row in dangers if row.recipient_kind != "hospital")


@pytest.mark.parametrize("row", defaults.topics(), ids=lambda row: row.code)
def test_keywords_are_normal_forms(row: defaults.TopicRow) -> None:
    assert 6 <= len(row.keywords) <= 20
    words = [word for keyword in row.keywords for word in keyword.split("_")]
    assert [word for word in words if word not in language.forms(word)] == []
    unordered = Counter(frozenset(keyword.split("_")) for keyword in row.keywords)
    assert [set(phrase) for phrase, times in unordered.items() if times > 1] == []


def test_synonyms_lead_to_words_of_keywords() -> None:
    words = {word for row in defaults.topics() for keyword in row.keywords for word in keyword.split("_")}
    for word, keyword in defaults.synonyms().items():
        assert word in language.forms(word)
        assert keyword in words


def test_phrases_are_found_in_any_order_but_not_across_the_text() -> None:
    index = keywords.build([("waste", ["вывозить_мусор"]), ("snow", ["снег"])], {"снежок": "снег"})

    def found(text: str) -> list[tuple[str, tuple[str, ...]]]:
        words = [language.forms(word) for word in language.tokens(text)]
        return [(guess.code, guess.words) for guess in keywords.score(words, index)]

    assert found("Мусор третий день не вывозят") == [("waste", ("вывозить_мусор",))]
    assert found("Мусор лежит под окном у соседа напротив, снега нет, а его вывозят") == [("snow", ("снег",))]
    assert found("Снежок!") == [("snow", ("снег",))]
    assert found("Добрый день") == []


def test_a_rare_keyword_weighs_more_and_a_repeated_one_a_little_more() -> None:
    index = keywords.build([("a", ["дорога", "яма"]), ("b", ["дорога"]), ("c", ["люк"])], {})
    once, twice = (
        {guess.code: guess.score for guess in keywords.score([(word,) for word in text.split()], index)}
        for text in ("дорога люк", "дорога дорога люк")
    )
    assert once["c"] > once["b"]
    assert once["b"] < twice["b"] < 2 * once["b"]


def test_the_same_text_gives_the_same_guess() -> None:
    text = "Во дворе яма, снег не чистят, фонарь не горит, мусор не вывозят, собаки бегают"
    assert guesses(text) == guesses(text)
    assert len(guesses(text)) == 3


def test_guessing_keeps_up_with_a_flood() -> None:
    text = "Добрый день! На дороге у дома 12 огромная яма, машину не объехать, пробил колесо. Когда починят?"
    words = [language.forms(word) for word in language.tokens(text)]
    started = time.process_time()
    for _ in range(2_000):
        keywords.score(words, INDEX)
    assert 2_000 / (time.process_time() - started) > 5_000


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Стая собак у школы, бросаются на прохожих", "safety-stray-dogs"),
        ("Вдоль речки всё заросло борщевиком", "amenity-hogweed"),
        ("Сухой тополь вот-вот рухнет на машины, спилите", "amenity-tree-felling"),
        ("После раскопок теплосети асфальт так и не восстановили", "amenity-earthworks"),
        ("Детям негде играть, во дворе ни одной площадки", "amenity-no-playgrounds"),
        ("На набережной нет ни одного туалета", "amenity-no-toilets"),
        ("У нас на улице вообще нет освещения, темнота кромешная", "amenity-no-lamps"),
        ("Плитка на тротуаре разбита, с коляской не проехать", "amenity-broken-sidewalks"),
        ("Сосед поставил шлагбаум и перекрыл проход к дому", "amenity-illegal-fences"),
        ("Во дворе каток, нечищено, бабушка упала", "amenity-snow-yards"),
        ("Детскую площадку завалили снегом, почистите", "amenity-snow-playgrounds"),
        ("Не горит фонарь у подъезда уже неделю", "amenity-broken-lamps"),
        ("Трава по пояс, когда будет покос?", "amenity-greenery"),
        ("На детской площадке сломаны качели", "amenity-play-elements"),
        ("Открытый люк на тротуаре, провалится ребёнок!", "amenity-open-manholes"),
        ("Поставьте лавочку и урну у подъезда", "amenity-bins-benches"),
        ("Паркуются прямо на газоне", "amenity-lawn-parking"),
        ("После дождя затопило весь огород, вода стоит", "amenity-flooding"),
        ("Въезд во двор весь в ямах", "amenity-yard-potholes"),
        ("Пахнет газом в подъезде", "gas-restoration"),
        ("Когда к нам в деревню проведут газ? Догазификация обещана", "gas-connection-terms"),
        ("Забилась ливнёвка на перекрёстке", "roads-storm-drains"),
        ("Отремонтировали дорогу месяц назад, а новый асфальт уже сошёл", "roads-bad-repair"),
        ("Не работает светофор на перекрёстке Мира и Ленина", "roads-traffic-lights"),
        ("Просим установить лежачий полицейский, машины гоняют", "roads-speed-bumps"),
        ("Колдобины на дороге, пробил колесо", "roads-potholes"),
        ("Дорогу не чистят от снега, гололёд", "roads-snow"),
        ("Разметка стёрлась, зебру не видно", "roads-marking"),
        ("Знак «Стоп» упал и лежит на обочине", "roads-signs"),
        ("Батареи ледяные, в квартире холодно", "housing-no-heating"),
        ("Третий день нет горячей воды", "housing-no-hot-water"),
        ("Из крана ничего, воды нет со вчера", "housing-no-cold-water"),
        ("Отключили свет во всём посёлке", "housing-no-power"),
        ("Вода из крана ржавая и воняет", "housing-water-quality"),
        ("Лифт опять не работает, живём на девятом", "housing-lift"),
        ("В подъезде не моют полы, грязища", "housing-stairwell-cleaning"),
        ("Крыша течёт, залило верхний этаж", "housing-roof-leaks"),
        ("Над входом висят сосульки", "housing-icicles"),
        ("Прорвало трубу, кипяток бьёт фонтаном", "housing-pipe-burst"),
        ("Подвал затоплен, комары летят в квартиры", "housing-basement-flooding"),
        ("Управляющая компания не отвечает на заявки", "housing-uk-complaints"),
        ("В платёжке приписали лишнее, требую перерасчёт", "housing-overcharging"),
        ("Не могу записаться к врачу, талонов нет", "health-booking"),
        ("Скорую ждали два часа", "health-ambulance"),
        ("Не дают бесплатный инсулин по рецепту", "health-free-drugs"),
        ("В ФАПе нет фельдшера, терапевт уволился", "health-staff-shortage"),
        ("Мусор не вывозят неделю, помойка под окнами, вонь", "waste-removal"),
        ("В лесу за дачами огромная свалка", "waste-dumps"),
        ("Мусорный бак сломан, колесо отвалилось", "waste-containers"),
        ("За вывоз мусора начисляют на пустой дом", "waste-fee"),
        ("В школе холодно, дети сидят в куртках", "education-heating"),
        ("Ребёнку не дают место в садике", "education-kindergarten"),
        ("В столовой школы кормят невкусно", "education-meals"),
        ("Автобус не пришёл по расписанию, ждали час", "transport-schedule"),
        ("Водитель маршрутки нахамил и не остановился", "transport-drivers"),
        ("На остановке нет навеса, мокнем под дождём", "transport-no-stops"),
        ("На кладбище горы мусора, могилы не видно", "burial"),
        ("В подвале бегают крысы", "sanitary-rodents"),
        ("Интернет не работает, связь не ловит", "telecom-support"),
        ("Нужен пандус для коляски", "social-accessibility"),
        ("Дышать нечем, завод опять дымит", "ecology-air"),
        ("Напряжение скачет, лампочки мигают", "power-quality"),
        ("Столб наклонился, провода висят", "power-line-poles"),
        ("Собака соседей лает всю ночь", "pets-neglect"),
        ("Хочу приватизировать участок под домом", "land-privatisation"),
    ],
)
def test_a_short_phrase_finds_its_topic_among_the_first_three(text: str, topic: str) -> None:
    assert topic in [guess.code for guess in guesses(text)], guesses(text)
