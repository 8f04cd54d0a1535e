"""Extensions and pauses: only with a ground, a decision and a notice in time, else the term stays."""

from dataclasses import replace
from datetime import date

import pytest

from otklik.casework.deadlines import norms
from otklik.casework.deadlines.decisions import (
    BadClock,
    Deciding,
    Extending,
    NeedsConfirming,
    Notice,
    Pausing,
    Standing,
    check_extension,
    check_notice,
    check_pause,
)

TODAY = date(2026, 12, 20)
NOTICE = Notice(date(2026, 12, 20), "исх. № 5, почта")
GOOD = Deciding(
    ground="exceptional", reason="Ждём заключения экспертизы", decided_by="Глава Иванов И. И.",
    decided_on=date(2026, 12, 19), notice=NOTICE,
)  # fmt: skip
ANSWER = Standing(
    term=norms.BY_CODE["answer"], begun_on=date(2026, 12, 1), legal_on=date(2026, 12, 31),
    notice_by=date(2026, 12, 31),
)  # fmt: skip
INFORMATION = replace(
    ANSWER, term=norms.BY_CODE["information_answer"], notice_by=date(2026, 12, 8)
)  # fmt: skip
POS = replace(ANSWER, term=norms.BY_CODE["pos_answer"])
AGAIN = replace(ANSWER, extended=10, times=1, legal_on=date(2027, 1, 10), notice_by=date(2027, 1, 10))


def told(**more: object) -> Deciding:
    return replace(GOOD, **more)  # type: ignore[arg-type]


ALLOWED = [
    ("ст.12 ч.2: исключительный случай", Extending(GOOD, 30), ANSWER),
    ("ст.12 ч.2: один день", Extending(GOOD, 1), ANSWER),
    ("ст.10 ч.2: запрос отправлен", Extending(told(ground="request"), 15), replace(ANSWER, has_request=True)),
    ("уведомление в последний день", Extending(told(notice=Notice(date(2026, 12, 31), "№ 1")), 5), ANSWER),
    ("решение раньше, уведомление позже", Extending(told(notice=None), 5), ANSWER),
    ("второе продление, о котором сказано", Extending(GOOD, 20, is_again=True), AGAIN),
    ("8-ФЗ ст.18 ч.6: 15 дней, за неделю", Extending(
        told(decided_on=date(2026, 12, 7), notice=Notice(date(2026, 12, 8), "№ 1")), 15), INFORMATION),
]  # fmt: skip
REFUSED = [
    ("сообщение не продлевают", Extending(GOOD, 5), POS, "обещанным сроком"),
    ("нет дней", Extending(GOOD, 0), ANSWER, "на сколько дней"),
    ("больше 30", Extending(GOOD, 31), ANSWER, "не больше чем на 30 дней"),
    ("всего больше 30", Extending(GOOD, 21, is_again=True), AGAIN, "уже продлено на 10 дней.*ещё на 20 дней"),
    ("8-ФЗ: больше 15", Extending(GOOD, 16), INFORMATION, "не больше чем на 15 дней"),
    ("нет основания", Extending(told(ground=""), 5), ANSWER, "Выберите основание"),
    ("основание приостановки", Extending(told(ground="season"), 5), ANSWER, "Выберите основание"),
    ("запроса нет", Extending(told(ground="request"), 5), ANSWER, "Запроса в другой орган"),
    ("нет причины", Extending(told(reason="  надо  "), 5), ANSWER, "причину словами"),
    ("нет решившего", Extending(told(decided_by=" "), 5), ANSWER, "кто принял решение"),
    ("нет дня решения", Extending(told(decided_on=None), 5), ANSWER, "день решения"),
    ("решение завтра", Extending(told(decided_on=date(2026, 12, 21)), 5), ANSWER, "в будущем"),
    ("до регистрации", Extending(told(decided_on=date(2026, 11, 30)), 5), ANSWER, "раньше регистрации"),
    ("уведомление завтра", Extending(told(notice=Notice(date(2026, 12, 21), "№")), 5), ANSWER, "в будущем"),
    ("уведомление без дня", Extending(told(notice=Notice(None, "№")), 5), ANSWER, "день, когда уведомление"),
    ("весть до решения", Extending(told(notice=Notice(date(2026, 12, 18), "№")), 5), ANSWER, "раньше, чем"),
    ("уведомление без номера", Extending(told(notice=Notice(TODAY, " ")), 5), ANSWER, "подтверждается"),
    ("второй раз без слова", Extending(GOOD, 5), AGAIN, "ещё раз"),
    ("8-ФЗ: позже недели", Extending(GOOD, 15), INFORMATION, "не позже 08.12.2026"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "standing"), [row[1:] for row in ALLOWED], ids=[row[0] for row in ALLOWED])
def test_extension(asked: Extending, standing: Standing) -> None:
    check_extension(asked, standing, today=max(TODAY, (asked.deciding.notice or NOTICE).on or TODAY))


@pytest.mark.parametrize(
    ("asked", "standing", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_extension_refused(asked: Extending, standing: Standing, words: str) -> None:
    with pytest.raises(BadClock, match=words):
        check_extension(asked, standing, today=TODAY)


def test_a_second_extension_is_a_question_and_not_a_ban() -> None:
    with pytest.raises(NeedsConfirming):
        check_extension(Extending(GOOD, 5), AGAIN, today=TODAY)


@pytest.mark.parametrize(
    ("decided_on", "notice", "today", "words"),
    [
        (date(2027, 1, 1), None, date(2027, 1, 2), "после того, как срок истёк"),
        (date(2026, 12, 31), None, date(2027, 1, 1), "уже нельзя"),
        (date(2026, 12, 30), Notice(date(2027, 1, 1), "№ 1"), date(2027, 1, 2), "просрочка не снимается"),
    ],
    ids=["решение опоздало", "уведомления нет, а срок истёк", "уведомление опоздало"],
)
def test_after_the_term_it_stays_overdue(
    decided_on: date, notice: Notice | None, today: date, words: str
) -> None:
    """59-ФЗ, ст. 12, ч. 2; R1.11."""
    with pytest.raises(BadClock, match=words):
        check_extension(Extending(told(decided_on=decided_on, notice=notice), 5), ANSWER, today=today)


def test_a_notice_given_in_time_may_be_entered_later() -> None:
    """The clerk enters on 2 January what went out on 31 December."""
    notice = Notice(date(2026, 12, 31), "исх. № 9")
    check_extension(Extending(told(notice=notice), 5), ANSWER, today=date(2027, 1, 2))
    check_notice(notice, decided_on=date(2026, 12, 19), notice_by=date(2026, 12, 31), today=date(2027, 1, 2))


PAUSE = Pausing(told(ground="season"), until_on=date(2027, 2, 1))
PAUSE_REFUSED = [
    ("обращение", PAUSE, ANSWER, "знает только продление"),
    ("первая реакция", PAUSE, replace(POS, term=norms.BY_CODE["reaction"]), "первую реакцию"),
    ("обещание", PAUSE, replace(POS, term=norms.BY_CODE["promise"]), "не приостанавливается"),
    ("дважды", PAUSE, replace(POS, is_paused=True), "уже приостановлен"),
    ("истёк", PAUSE, replace(POS, legal_on=date(2026, 12, 19)), "истёк 19.12.2026"),
    ("без дня", replace(PAUSE, until_on=None), POS, "позже сегодняшнего"),
    ("до сегодня", replace(PAUSE, until_on=TODAY), POS, "позже сегодняшнего"),
    ("слишком долго", replace(PAUSE, until_on=date(2027, 2, 19)), POS, "не больше чем на 60 дней"),
    ("без уведомления", replace(PAUSE, deciding=told(ground="season", notice=None)), POS, "сообщите жителю"),
    ("основание продления", replace(PAUSE, deciding=told()), POS, "Выберите основание"),
    ("кто решил", replace(PAUSE, deciding=told(ground="season", decided_by="")), POS, "кто принял решение"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "standing", "words"), [row[1:] for row in PAUSE_REFUSED], ids=[row[0] for row in PAUSE_REFUSED]
)
def test_pause_refused(asked: Pausing, standing: Standing, words: str) -> None:
    with pytest.raises(BadClock, match=words):
        check_pause(asked, standing, today=TODAY, most_days=60)


def test_pause_of_a_message() -> None:
    check_pause(PAUSE, POS, today=TODAY, most_days=60)
    check_pause(replace(PAUSE, until_on=date(2027, 2, 18)), POS, today=TODAY, most_days=60)
