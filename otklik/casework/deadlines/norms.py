"""The table of terms: what the law and the centre's own rules give, each row with its clause."""

from collections.abc import Iterable

from otklik.casework.deadlines.terms import THE_END, Confidence, Event, Regime, Stop, Term, Track, Unit
from otklik.ground.worktime.rules import Shift

APPEAL, INFORMATION, POS, SOCIAL, PLAIN, SERVICE, SERVICE_REFUSAL, DEPUTY, MIGRATION = Regime
MESSAGES = (POS, SOCIAL, PLAIN)
UNDER_59 = (APPEAL, MIGRATION)
LETTERS = (APPEAL, MIGRATION, INFORMATION, DEPUTY)
RECEIVED, REGISTERED, ROUTED, INTERIM, OPENED = Event
DAYS, WORKDAYS, HOURS = Unit.CALENDAR_DAYS, Unit.WORKING_DAYS, Unit.WORKING_HOURS
READ_ABOUT, KNOWN, UNCERTAIN, OURS = (
    Confidence.READ_ABOUT, Confidence.KNOWN, Confidence.UNCERTAIN, Confidence.OURS
)  # fmt: skip
NEXT, ASIS = Shift.NEXT_WORKDAY, Shift.NONE
FAST, PROMISE, PROMISED_WORK, REQUEST = "fast", "promise", "promised_work", "request"
LAW = "59-ФЗ"
COUNTING_NORM = "59-ФЗ, ст. 12 (порядок счёта дней не установлен, настройка)"
OWN = "Регламент центра (настройка)"
PAUSE = "Регламент центра: приостановка срока по сообщению (настройка)"
INCIDENT = "Регламент работы с сообщениями социальных сетей (настройка)"
PROMISED = "Регламент ПОС: отложенный ответ с обещанным сроком"
DONE, REGISTRATION = frozenset({Stop.NOTIFIED}), frozenset({Stop.REGISTERED})
ROUTING, KEPT = THE_END | {Stop.TAKEN}, frozenset({Stop.PROMISED, Stop.CONFIRMED})

TERMS: tuple[Term, ...] = (
    Term(
        code="registration", title="Регистрация", regimes=UNDER_59, starts_from=RECEIVED, amount=3, unit=DAYS,
        norm=f"{LAW}, ст. 8, ч. 2", confidence=KNOWN, stops_by=REGISTRATION, shift=NEXT,
    ),
    Term(
        code="resolution", title="Резолюция: кому поручено", regimes=LETTERS, starts_from=REGISTERED,
        amount=3, unit=WORKDAYS, norm=OWN, confidence=KNOWN, stops_by=THE_END | {Stop.ROUTED, Stop.TAKEN},
        editable=True, most=7,
    ),
    Term(
        code="forwarding", title="Переадресация по компетенции", regimes=(APPEAL,), starts_from=REGISTERED,
        amount=7, unit=DAYS, norm=f"{LAW}, ст. 8, ч. 3, 4", confidence=KNOWN, stops_by=ROUTING,
    ),
    Term(
        code="migration_forwarding", title="Переадресация по компетенции", regimes=(MIGRATION,),
        starts_from=REGISTERED, amount=5, unit=DAYS, norm=f"{LAW}, ст. 8, ч. 3.1", confidence=KNOWN,
        stops_by=ROUTING,
    ),
    Term(
        code="draft", title="Проект ответа на подпись", regimes=LETTERS, starts_from=REGISTERED, amount=5,
        unit=DAYS, norm=OWN, confidence=KNOWN, stops_by=THE_END | {Stop.DRAFTED}, before_main=True,
        runs_again=True, editable=True, most=15,
    ),
    Term(
        code="answer", title="Ответ на обращение", regimes=(APPEAL,), starts_from=REGISTERED, amount=30,
        unit=DAYS, norm=f"{LAW}, ст. 12, ч. 1", confidence=READ_ABOUT, is_main=True, blocks_closing=True,
        runs_again=True, extension_norm=f"{LAW}, ст. 12, ч. 2", extension_most=30,
        extension_notice="notice_extension",
    ),
    Term(
        code="migration_answer", title="Ответ на обращение", regimes=(MIGRATION,), starts_from=REGISTERED,
        amount=20, unit=DAYS, norm=f"{LAW}, ст. 12, ч. 1.1", confidence=KNOWN, is_main=True,
        blocks_closing=True, runs_again=True, extension_norm=f"{LAW}, ст. 12, ч. 2", extension_most=30,
        extension_notice="notice_extension",
    ),
    Term(
        code=REQUEST, title="Ответ органа на запрос документов", regimes=UNDER_59, starts_from=OPENED,
        amount=15, unit=DAYS, norm=f"{LAW}, ст. 10, ч. 2", confidence=KNOWN, on_demand=True,
        stops_by=THE_END | {Stop.REQUEST_ANSWERED},
    ),
    Term(
        code="forward_result", title="Результат рассмотрения там, куда переслали", regimes=UNDER_59,
        starts_from=OPENED, amount=30, unit=DAYS, norm=f"{LAW}, ст. 8, ч. 5 (срок — настройка)",
        confidence=OURS, on_demand=True, stops_by=frozenset({Stop.RESULT_RECEIVED}), editable=True, most=60,
    ),
    Term(
        code="notice_forwarding", title="Уведомить о переадресации", regimes=(APPEAL,),
        starts_from=REGISTERED, amount=7, unit=DAYS, norm=f"{LAW}, ст. 8, ч. 3", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="return_ban", title="Вернуть жалобу: направить некому", regimes=UNDER_59, starts_from=REGISTERED,
        amount=7, unit=DAYS, norm=f"{LAW}, ст. 8, ч. 7 (срок не установлен, настройка)", confidence=UNCERTAIN,
        on_demand=True, stops_by=DONE, editable=True, most=30,
    ),
    Term(
        code="notice_extension", title="Уведомить о продлении", regimes=UNDER_59, starts_from=REGISTERED,
        amount=None, unit=DAYS, norm=f"{LAW}, ст. 12, ч. 2", confidence=KNOWN, on_demand=True, stops_by=DONE,
    ),
    Term(
        code="return_court", title="Вернуть: обжалуется решение суда", regimes=UNDER_59,
        starts_from=REGISTERED, amount=7, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 2", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_abuse", title="Сообщить о недопустимости оскорблений", regimes=UNDER_59,
        starts_from=REGISTERED, amount=30, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 3", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_unreadable", title="Сообщить, что текст не читается", regimes=UNDER_59,
        starts_from=REGISTERED, amount=7, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 4", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_meaningless", title="Сообщить, что суть не определить", regimes=UNDER_59,
        starts_from=REGISTERED, amount=7, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 4.1", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_termination", title="Уведомить о прекращении переписки", regimes=UNDER_59,
        starts_from=REGISTERED, amount=30, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 5", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_site_answer", title="Сообщить адрес ответа на сайте", regimes=UNDER_59,
        starts_from=REGISTERED, amount=7, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 5.1", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="notice_secret", title="Сообщить о невозможности ответа: тайна", regimes=UNDER_59,
        starts_from=REGISTERED, amount=30, unit=DAYS, norm=f"{LAW}, ст. 11, ч. 6", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="information_registration", title="Регистрация запроса", regimes=(INFORMATION,),
        starts_from=RECEIVED, amount=3, unit=DAYS, norm="8-ФЗ, ст. 18, ч. 5", confidence=KNOWN,
        stops_by=REGISTRATION, shift=NEXT,
    ),
    Term(
        code="information_forwarding", title="Переадресация запроса по компетенции", regimes=(INFORMATION,),
        starts_from=REGISTERED, amount=7, unit=DAYS, norm="8-ФЗ, ст. 18, ч. 7", confidence=KNOWN,
        stops_by=ROUTING,
    ),
    Term(
        code="information_answer", title="Ответ на запрос информации", regimes=(INFORMATION,),
        starts_from=REGISTERED, amount=30, unit=DAYS, norm="8-ФЗ, ст. 18, ч. 6", confidence=KNOWN,
        is_main=True, blocks_closing=True, runs_again=True, extension_norm="8-ФЗ, ст. 18, ч. 6",
        extension_most=15, extension_notice="notice_postponement",
    ),
    Term(
        code="notice_postponement", title="Уведомить об отсрочке ответа", regimes=(INFORMATION,),
        starts_from=REGISTERED, amount=7, unit=DAYS, norm="8-ФЗ, ст. 18, ч. 6", confidence=KNOWN,
        on_demand=True, stops_by=DONE,
    ),
    Term(
        code="service_registration", title="Регистрация жалобы", regimes=(SERVICE, SERVICE_REFUSAL),
        starts_from=RECEIVED, amount=1, unit=WORKDAYS, norm="210-ФЗ, ст. 11.2 (порядок подачи жалоб)",
        confidence=KNOWN, stops_by=REGISTRATION, shift=NEXT,
    ),
    Term(
        code="service_answer", title="Решение по жалобе на услугу", regimes=(SERVICE,),
        starts_from=REGISTERED, amount=15, unit=WORKDAYS, norm="210-ФЗ, ст. 11.2, ч. 6", confidence=KNOWN,
        is_main=True, blocks_closing=True, runs_again=True,
    ),
    Term(
        code="service_refusal_answer", title="Решение по жалобе на отказ", regimes=(SERVICE_REFUSAL,),
        starts_from=REGISTERED, amount=5, unit=WORKDAYS, norm="210-ФЗ, ст. 11.2, ч. 6", confidence=KNOWN,
        is_main=True, blocks_closing=True, runs_again=True,
    ),
    Term(
        code="deputy_answer", title="Ответ депутату", regimes=(DEPUTY,), starts_from=RECEIVED, amount=30,
        unit=DAYS, norm="3-ФЗ от 08.05.1994, ст. 14, 17 (настройка)", confidence=UNCERTAIN, is_main=True,
        blocks_closing=True, runs_again=True, editable=True, most=30,
    ),
    Term(
        code=FAST, title="Ответ по фаст-треку", regimes=MESSAGES, starts_from=REGISTERED, amount=10,
        unit=WORKDAYS, norm="Регламент работы в ПОС, ускоренное рассмотрение (настройка)",
        confidence=UNCERTAIN, track=Track.FAST, by_topic="fast", is_main=True, runs_again=True, editable=True,
        most=30, pause_norm=PAUSE,
    ),
    Term(
        code="pos_answer", title="Ответ на сообщение ПОС", regimes=(POS,), starts_from=REGISTERED, amount=30,
        unit=DAYS, norm="Положение о ПОС, утв. ПП РФ от 10.11.2020 № 1802", confidence=READ_ABOUT,
        stops_by=THE_END | {Stop.PROMISED}, is_main=True, blocks_closing=True, runs_again=True, editable=True,
        most=30, pause_norm=PAUSE,
    ),
    Term(
        code="reaction_urgent", title="Первая реакция на срочное сообщение", regimes=(SOCIAL,),
        starts_from=ROUTED, amount=4, unit=HOURS, norm=INCIDENT, confidence=READ_ABOUT,
        stops_by=THE_END | {Stop.FIRST_ANSWER}, track=Track.URGENT, is_main=True, blocks_closing=True,
        runs_again=True, editable=True, most=24,
    ),
    Term(
        code="reaction", title="Первая реакция", regimes=(SOCIAL,), starts_from=ROUTED, amount=9, unit=HOURS,
        norm=INCIDENT, confidence=READ_ABOUT, stops_by=THE_END | {Stop.FIRST_ANSWER}, track=Track.CALM,
        is_main=True, blocks_closing=True, runs_again=True, editable=True, most=24,
    ),
    Term(
        code="final", title="Окончательный ответ после промежуточного", regimes=(SOCIAL,),
        starts_from=INTERIM, amount=7, unit=WORKDAYS, norm=INCIDENT, confidence=READ_ABOUT, is_main=True,
        blocks_closing=True, editable=True, most=30, pause_norm=PAUSE,
    ),
    Term(
        code=PROMISE, title="Обещано жителю", regimes=MESSAGES, starts_from=OPENED, amount=None, unit=DAYS,
        norm=PROMISED, confidence=KNOWN, stops_by=THE_END | KEPT, is_main=True, blocks_closing=True,
        on_demand=True, shift=ASIS,
    ),
    Term(
        code=PROMISED_WORK, title="Обещано заявителю", regimes=LETTERS, starts_from=OPENED, amount=None,
        unit=DAYS, norm=PROMISED, confidence=OURS, stops_by=KEPT, on_demand=True, shift=ASIS,
    ),
    Term(
        code="plain_answer", title="Ответ на сообщение", regimes=(PLAIN,), starts_from=REGISTERED, amount=30,
        unit=DAYS, norm=OWN, confidence=OURS, stops_by=THE_END | {Stop.PROMISED}, is_main=True,
        blocks_closing=True, runs_again=True, editable=True, most=30, pause_norm=PAUSE,
    ),
    Term(
        code="plain_internal", title="Внутренний срок центра", regimes=(PLAIN,), starts_from=REGISTERED,
        amount=10, unit=WORKDAYS, norm=OWN, confidence=OURS, track=Track.USUAL, by_topic="internal",
        runs_again=True, editable=True, most=30, pause_norm=PAUSE,
    ),
    Term(
        code="internal", title="Внутренний срок по теме", regimes=(*LETTERS, POS), starts_from=REGISTERED,
        amount=None, unit=WORKDAYS, norm=OWN, confidence=KNOWN, by_topic="internal", runs_again=True,
        editable=True, most=30, pause_norm=PAUSE,
    ),
    Term(
        code="by_rule", title="Внутренний срок по автоправилу", regimes=tuple(Regime), starts_from=REGISTERED,
        amount=None, unit=WORKDAYS, norm=OWN, confidence=OURS, by_topic="rule", runs_again=True,
        pause_norm=PAUSE,
    ),
)  # fmt: skip


def by_regime(terms: Iterable[Term]) -> dict[Regime, tuple[Term, ...]]:
    """The terms that run by themselves, those counted back from the main one last."""
    rows = sorted((term for term in terms if not term.on_demand), key=lambda term: term.before_main)
    return {regime: tuple(term for term in rows if regime in term.regimes) for regime in Regime}


BY_REGIME = by_regime(TERMS)
BY_CODE: dict[str, Term] = {term.code: term for term in TERMS}
ON_DEMAND: dict[str, Term] = {term.code: term for term in TERMS if term.on_demand}
STOPS: dict[str, frozenset[Stop]] = {term.code: term.stops_by for term in TERMS}
EDITABLE: dict[str, Term] = {term.code: term for term in TERMS if term.editable}
