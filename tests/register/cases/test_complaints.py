"""Who may not consider a complaint: every relation of bodies and people, row by row."""

import pytest

from otklik.register.cases.complaints import Accused, Addressee, Bar, above, judge

TOWN, ROADS, CREW, SCHOOL = 1, 2, 3, 4
PARENTS = {TOWN: None, ROADS: TOWN, CREW: ROADS, SCHOOL: TOWN}
HEAD, DRIVER = 71, 72
ORGANISATION = Accused(title="МКУ «Дороги»", organisation_id=ROADS)
PERSON = Accused(title="Начальник Петров", organisation_id=ROADS, user_id=HEAD)
WORDS = Accused(title="Управление дорог")

ROWS = [
    ("ст. 8 ч. 6: сама организация", ORGANISATION, Addressee(organisation_id=ROADS), Bar.BARRED),
    ("ст. 8 ч. 6: её сотрудник", ORGANISATION, Addressee(organisation_id=ROADS, user_id=DRIVER), Bar.BARRED),
    ("ст. 8 ч. 6: подчинённая — предупреждение", ORGANISATION, Addressee(organisation_id=CREW), Bar.NEAR),
    ("ст. 8 ч. 6: вышестоящая — можно, но смотрят", ORGANISATION, Addressee(organisation_id=TOWN), Bar.NEAR),
    ("ст. 8 ч. 6: посторонняя — свободно", ORGANISATION, Addressee(organisation_id=SCHOOL), Bar.FREE),
    ("ст. 8 ч. 6: должностное лицо", PERSON, Addressee(organisation_id=ROADS, user_id=HEAD), Bar.BARRED),
    ("ст. 8 ч. 6: его организация — предупреждение", PERSON, Addressee(organisation_id=ROADS), Bar.NEAR),
    (
        "ст. 8 ч. 6: его коллега — предупреждение",
        PERSON, Addressee(organisation_id=ROADS, user_id=DRIVER), Bar.NEAR,
    ),
    ("ст. 8 ч. 6: то же название словами", WORDS, Addressee(title="МБУ «Управление дорог»"), Bar.BARRED),
    ("ст. 8 ч. 6: слова и ё", Accused(title="отдел учёта"), Addressee(title="Учета отдел"), Bar.BARRED),
    ("ст. 8 ч. 6: часть названия", WORDS, Addressee(title="Управление дорог области"), Bar.NEAR),
    ("ст. 8 ч. 6: чужое название", WORDS, Addressee(title="Прокуратура района"), Bar.FREE),
    ("ст. 8 ч. 6: словами названо то, что есть в дереве", Accused(title="Дороги"),
     Addressee(title="МКУ «Дороги»", organisation_id=ROADS), Bar.BARRED),
    ("адресата нет", ORGANISATION, Addressee(), Bar.FREE),
]  # fmt: skip


@pytest.mark.parametrize(("accused", "to", "bar"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_who_may_not_consider_a_complaint(accused, to, bar):
    found = judge([accused], to, parents=PARENTS)
    assert found.bar is bar
    assert found.norm == "59-ФЗ, ст. 8, ч. 6"
    assert bool(found.words) is (bar is not Bar.FREE)


def test_the_strictest_of_several_holds_and_nobody_accused_bars_nobody():
    near = Accused(title="Мэрия", organisation_id=TOWN)
    assert judge([near, ORGANISATION], Addressee(organisation_id=ROADS), parents=PARENTS).bar is Bar.BARRED
    assert judge([], Addressee(organisation_id=ROADS), parents=PARENTS).bar is Bar.FREE


def test_a_circle_in_the_tree_does_not_hang():
    assert above(CREW, {CREW: ROADS, ROADS: TOWN, TOWN: CREW}) == (ROADS, TOWN)
