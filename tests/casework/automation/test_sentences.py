"""Every rule that a person can build is said in Russian and read back as the same rule."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.casework.automation.rules import effects as effecting
from otklik.casework.automation.rules import reading, shape, speech
from otklik.casework.automation.rules.effects import AUTO, KEYS, MOST_AMOUNT, Effects, Internal
from otklik.casework.automation.rules.fields import FIELDS, FIXED, Lists, labels_of
from otklik.casework.automation.rules.shape import Body
from otklik.kernel.conditions import All, Any, Condition, Not, Test

CRUEL = (
    "Ямы", "МУП «Водоканал»", "ООО „Уют“", "и", " или ", "а, б и в", "», то получатель — «", "Дороги / Ямы",
    "не «Вода»", "точка.", "(скобки)", "нет в списке", "»", "«", "»»", "“", "Ямы (№ 2)",
)  # fmt: skip
TITLES = st.sampled_from(CRUEL) | st.text("аб«»„“,.() ино—\n", min_size=1, max_size=12)
PICKED = [name for name, asked in FIELDS.items() if asked.kind in ("choice", "many") and name not in FIXED]


@st.composite
def lists(draw: st.DrawFn) -> Lists:
    def one() -> dict[str, str]:
        titles = draw(st.lists(TITLES, min_size=1, max_size=5))
        return labels_of({str(number): title for number, title in enumerate(titles, start=1)})

    return Lists(of_fields={name: one() for name in PICKED}, recipients=one(), people=one(), templates=one())


def values(name: str, known: Lists) -> st.SearchStrategy[object]:
    asked = FIELDS[name]
    if asked.kind in ("choice", "many"):
        return st.sampled_from(sorted(known.labels(name)))
    if asked.kind == "number":
        return st.integers(*asked.bounds)
    if asked.kind == "day":
        return st.dates(date(2020, 1, 1), date(2039, 12, 31)).map(date.isoformat)
    return TITLES.map(lambda told: f"{told}слово")


@st.composite
def asked_rows(draw: st.DrawFn, known: Lists) -> Condition:
    """What one row of the form makes."""
    name = draw(st.sampled_from(sorted(FIELDS)))
    if FIELDS[name].kind == "flag":
        return Test(name, "is", draw(st.booleans()))
    op = draw(st.sampled_from(shape.operations(name)))
    if op.endswith("empty"):
        return Test(name, op)
    told = values(name, known)
    if op == "contains_words":
        test = Test(name, op, draw(told))  # type: ignore[arg-type]
        return Not(test) if draw(st.booleans()) else test
    if op == "between":
        return Test(name, op, tuple(sorted((draw(told), draw(told)))))  # type: ignore[type-var, arg-type]
    if op in ("in", "not_in"):
        return Test(name, op, tuple(draw(st.lists(told, min_size=1, max_size=4))))  # type: ignore[arg-type]
    return Test(name, op, draw(told))  # type: ignore[arg-type]


def trees(known: Lists) -> st.SearchStrategy[Condition]:
    def groups(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
        parts = st.lists(inner, max_size=3).map(tuple)
        return parts.map(All) | parts.map(Any) | parts.map(lambda held: Not(Any(held)))

    return st.recursive(asked_rows(known), groups, max_leaves=8)


@st.composite
def effects(draw: st.DrawFn, known: Lists) -> Effects:
    def ids(labels: object) -> st.SearchStrategy[int]:
        return st.sampled_from(sorted(int(one) for one in labels))  # type: ignore[attr-defined]

    def several(labels: object) -> st.SearchStrategy[tuple[int, ...]]:
        return st.lists(ids(labels), min_size=1, max_size=4, unique=True).map(tuple)

    terms = st.sampled_from(sorted(MOST_AMOUNT)).flatmap(
        lambda unit: st.integers(1, MOST_AMOUNT[unit]).map(lambda amount: Internal(amount, unit))
    )
    made = {
        "recipient": ids(known.recipients),
        "executor": st.just(AUTO) | ids(known.people),
        "co_executors": several(known.recipients),
        "fast_track": st.booleans(),
        "internal": terms,
        "urgency": st.integers(0, 2),
        "template": ids(known.templates),
        "approvers": several(known.people),
        "tags": st.lists(
            TITLES.map(lambda told: " ".join(f"м{told}".split())), min_size=1, max_size=3, unique=True
        ).map(tuple),
    }
    chosen = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    return Effects(**{key: draw(made[key]) for key in chosen}, stops=draw(st.booleans()))  # type: ignore[arg-type]


@st.composite
def rules(draw: st.DrawFn) -> tuple[Body, Lists]:
    known = draw(lists())
    condition = draw(st.just(shape.ALWAYS) | trees(known))
    return Body(shape.tidy(condition), draw(effects(known))), known


@settings(max_examples=500, deadline=None)
@given(rules())
def test_every_buildable_rule_is_read_back_from_its_sentence(made: tuple[Body, Lists]) -> None:
    body, known = made
    shape.check(body, known)
    assert reading.read(speech.say(body, known), known) == body


@settings(max_examples=200, deadline=None)
@given(rules())
def test_every_buildable_rule_is_read_back_from_json(made: tuple[Body, Lists]) -> None:
    assert shape.parse(*shape.dump(made[0])) == made[0]


KNOWN = Lists(
    of_fields={
        "topic": {"1": "Ямы", "2": "Открытые люки"},
        "district": {"1": "Северный", "2": "Южный"},
    },
    recipients=labels_of({"1": "МКУ «Дороги»", "2": "Водоканал"}),
    people={"5": "Орлов Д. В.", "6": "Панов А. С."},
    templates={"1": "Яма"},
)
SAID = [
    (
        Body(All((Test("topic", "is", "1"), Test("district", "is", "1"))), Effects(recipient=1)),
        "Если тематика — «Ямы» и район — «Северный», то получатель — «МКУ „Дороги“».",
    ),
    (
        Body(shape.ALWAYS, Effects(executor=AUTO, stops=True)),
        "Всегда: исполнитель — по дежурству и нагрузке; после этого правила другие не спрашиваются.",
    ),
    (
        Body(
            Any((Test("topic", "in", ("1", "2")), All((Test("hour", "ge", 18), Test("signs", "is", "9"))))),
            Effects(internal=Internal(3, "hours"), approvers=(5, 6), tags=("ночь",), fast_track=True),
        ),
        "Если тематика — «Ямы» или «Открытые люки» или (час поступления не меньше 18 и признак — "
        "«нет в списке: 9»), то фаст-трек — да, внутренний срок — 3\u00a0рабочих часа, "
        "согласуют по порядку — «Орлов Д. В.» и «Панов А. С.», метки — «ночь».",
    ),
    (
        Body(
            Not(Any((Test("district", "is_empty"), Test("day", "between", ("2026-11-01", "2026-11-30"))))),
            Effects(urgency=2),
        ),
        "Если неверно, что (район не определён или дата поступления с 01.11.2026 по 30.11.2026), "
        "то срочность — «угроза жизни или здоровью».",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "said"), SAID)
def test_said_in_russian(body: Body, said: str) -> None:
    assert speech.say(body, KNOWN) == said
    assert reading.read(said, KNOWN) == body


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Если",
        "Если тематика — «Ямы», то.",
        "Если тематика — «Луна», то получатель — «Водоканал».",
        "Если тематика — «Ямы» и район — «Южный» или дом — «1», то получатель — «Водоканал».",
        "Всегда: получатель — «Водоканал», получатель — «Водоканал».",
        "Всегда: получатель — «Водоканал». И ещё.",
        "Если дата поступления не раньше 31.02.2026, то фаст-трек — да.",
    ],
)
def test_what_is_not_a_rule_is_refused(sentence: str) -> None:
    with pytest.raises(reading.NotRead):
        reading.read(sentence, KNOWN)


@pytest.mark.parametrize(
    "source",
    [
        None, {"colour": 1}, {"recipient": "1"}, {"recipient": True}, {"co_executors": []},
        {"co_executors": [1, 1]}, {"urgency": 3}, {"internal": {"amount": 0, "unit": "days"}},
        {"internal": {"amount": 1, "unit": "weeks"}}, {"tags": [" "]}, {"fast_track": 1},
    ],
)  # fmt: skip
def test_effects_that_are_not_understood(source: object) -> None:
    with pytest.raises(effecting.EffectsError):
        effecting.parse(source)
