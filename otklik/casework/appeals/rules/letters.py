"""The words of notices and requests: what a citizen or another body is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from otklik.casework.appeals.rules.special import Code


class Kind(StrEnum):
    """What a text is; the letterhead and the numbers are put by whoever makes the document of it."""

    FORWARDING = "forwarding"
    COVERING = "covering"
    REQUEST = "request"
    REMINDER = "reminder"
    DECISION = "decision"
    LAWFUL_WAYS = "lawful_ways"


KIND_TITLES = {
    Kind.FORWARDING: "уведомление о переадресации",
    Kind.COVERING: "сопроводительное письмо",
    Kind.REQUEST: "запрос документов и материалов",
    Kind.REMINDER: "напоминание о запросе",
    Kind.DECISION: "уведомление о решении",
    Kind.LAWFUL_WAYS: "разъяснение о способах обращения",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What every letter names: the appeal, its town, and how its author is greeted."""

    number: str
    registered_on: date
    town: str
    greeting: str = "Здравствуйте!"


def greeting(name: str, *, is_organisation: bool = False) -> str:
    """«Здравствуйте, Ольга Петровна!»; without a whole name nobody is named."""
    words = name.split()
    if is_organisation or len(words) < 3:
        return "Здравствуйте!"
    return f"Здравствуйте, {' '.join(words[1:3])}!"


def day(value: date) -> str:
    return f"{value:%d.%m.%Y}"


def _opening(about: About) -> str:
    return (
        f"{about.greeting}\n\nВаше обращение зарегистрировано {day(about.registered_on)} под номером "
        f"{about.number}."
    )


def forwarding(
    about: About, *, whither: str, questions: Sequence[str], is_whole: bool, has_control: bool
) -> str:
    """The notice that an appeal, or some of its questions, went to another body (ст. 8, ч. 3, 4)."""
    if is_whole:
        told = f"Решение вопроса не входит в нашу компетенцию, поэтому обращение направлено: {whither}."
    else:
        asked = "; ".join(f"«{one}»" for one in questions)
        told = (
            f"Вопросы, которые не входят в нашу компетенцию ({asked}), направлены: {whither}. "
            "На остальные вопросы ответим мы."
        )
    control = " Мы попросили сообщить нам о результатах рассмотрения." if has_control else ""
    return (
        f"{_opening(about)}\n\n{told} Ответ вам даст этот орган.{control}\n\n"
        "Основание: часть 3 и часть 4 статьи 8 Федерального закона от 02.05.2006 № 59-ФЗ "
        "«О порядке рассмотрения обращений граждан Российской Федерации»."
    )


def covering(about: About, *, questions: Sequence[str], control_on: date | None) -> str:
    """The letter to the body that an appeal goes to."""
    asked = "".join(f"\n— {one}" for one in questions)
    control = (
        f"\n\nПросим сообщить о результатах рассмотрения до {day(control_on)} (часть 5 статьи 8)."
        if control_on
        else ""
    )
    return (
        "В соответствии с частью 3 статьи 8 Федерального закона от 02.05.2006 № 59-ФЗ направляем по "
        "компетенции "
        f"обращение № {about.number} от {day(about.registered_on)} для рассмотрения и ответа заявителю."
        f"{asked}{control}\n\nЗаявитель о переадресации уведомлён."
    )


def request(about: About, *, asked: str, due_on: date) -> str:
    """A request for documents and materials to another body (ст. 10, ч. 1, п. 2, ч. 2)."""
    return (
        f"Для рассмотрения обращения № {about.number} от {day(about.registered_on)} просим "
        f"представить:\n{asked}\n\n"
        "В соответствии с частью 2 статьи 10 Федерального закона от 02.05.2006 № 59-ФЗ документы и материалы "
        f"представляются в течение 15 дней, до {day(due_on)}."
    )


def reminder(about: About, *, asked: str, sent_on: date, due_on: date) -> str:
    """A request whose answer is late."""
    return (
        f"{day(sent_on)} мы просили представить документы и материалы по обращению № "
        f"{about.number}:\n{asked}\n\n"
        f"Срок ответа, {day(due_on)}, истёк. Просим ответить безотлагательно "
        "(часть 2 статьи 10 Федерального закона от 02.05.2006 № 59-ФЗ)."
    )


_LAW = "Федерального закона от 02.05.2006 № 59-ФЗ"
_DECISIONS: Mapping[Code, str] = {
    Code.ANONYMOUS: (
        "В обращении не указаны фамилия или адрес для ответа. По части 1 статьи 11 {law} ответ не даётся."
    ),
    Code.COURT: (
        "В обращении обжалуется судебное решение. По части 2 статьи 11 {law} возвращаем обращение. Судебное "
        "решение можно обжаловать в вышестоящий суд: апелляционную жалобу подают через суд, принявший "
        "решение, "
        "в срок, указанный в самом решении; вступившее в силу решение обжалуют в кассационном порядке."
    ),
    Code.ABUSE: (
        "В обращении есть нецензурные или оскорбительные выражения либо угрозы. По части 3 статьи 11 "
        "{law} оно "
        "оставлено без ответа по существу поставленных вопросов. Просим не злоупотреблять правом на "
        "обращение: "
        "напишите о вашем вопросе без таких выражений, и мы его рассмотрим."
    ),
    Code.UNREADABLE: (
        "Текст обращения не поддаётся прочтению. По части 4 статьи 11 {law} ответ на него не даётся и оно не "
        "направляется другим органам. Пришлите, пожалуйста, текст разборчиво, и мы его рассмотрим."
    ),
    Code.NO_ESSENCE: (
        "Текст обращения не позволяет определить его суть. По части 4.1 статьи 11 {law} ответ на него не "
        "даётся и "
        "оно не направляется другим органам. Напишите, пожалуйста, о чём вы просите, где и когда это "
        "произошло."
    ),
    Code.TERMINATE: (
        "На этот вопрос вам неоднократно давались ответы по существу{details}. Новых доводов или "
        "обстоятельств вы "
        "не привели. По части 5 статьи 11 {law} обращение признано безосновательным, переписка по этому "
        "вопросу "
        "прекращена. По другим вопросам вы можете обращаться как прежде."
    ),
    Code.TERMINATED: (
        "Переписка с вами по этому вопросу прекращена{details} (часть 5 статьи 11 {law}), о чём вам "
        "сообщали. "
        "Обращение оставлено без ответа. По другим вопросам вы можете обращаться как прежде."
    ),
    Code.PUBLIC_ANSWER: (
        "Ответ на вопрос, который вы задаёте, размещён на официальном сайте: {details}. Сообщаем об этом по "
        "части 5.1 статьи 11 {law}."
    ),
    Code.SECRET: (
        "Ответ по существу нельзя дать, не разгласив сведения, составляющие охраняемую федеральным "
        "законом тайну "
        "(часть 6 статьи 11 {law})."
    ),
    Code.NO_ADDRESSEE: (
        "В обращении не указано, кому оно адресовано и о чём вы просите. Оно принято к сведению."
    ),
    Code.WITHDRAWN: (
        "По вашему заявлению{details} рассмотрение обращения прекращено (пункт 5 статьи 5 {law})."
    ),
    Code.NO_COMPETENT: (
        "Вы жалуетесь на решение или действие (бездействие){details}. Закон запрещает направлять жалобу "
        "тем, чьи "
        "решения или действия обжалуются, а другого компетентного органа в этом случае нет (части 6 и 7 "
        "статьи 8 "
        "{law}). Возвращаем жалобу и разъясняем: решение, действие или бездействие можно обжаловать в суд по "
        "правилам главы 22 Кодекса административного судопроизводства, как правило, в течение трёх "
        "месяцев со "
        "дня, когда вы о нём узнали."
    ),
}  # fmt: skip


def decision(code: Code, about: About, *, details: str = "") -> str:
    """The notice of a decision of art. 11; `details` are dates, numbers or an address of a page."""
    told = f" ({details})" if details and code is not Code.PUBLIC_ANSWER else details
    return f"{_opening(about)}\n\n{_DECISIONS[code].format(law=_LAW, details=told)}"


def lawful_ways(*, channel: str, town: str, site: str = "") -> str:
    """The reply to a text that came by a way which is no longer one of an appeal (547-ФЗ)."""
    where = (
        f" или на сайте {site}"
        if site
        else " или на официальном сайте администрации с входом через Госуслуги"
    )
    return (
        f"Здравствуйте!\n\nВы написали нам: {channel}. С 30 марта 2025 года обращение, на которое по "
        "закону даётся "
        "официальный ответ, можно подать в электронной форме только через портал Госуслуг, иную "
        "информационную "
        "систему органа или официальный сайт, где автора можно опознать (Федеральный закон от 28.12.2024 "
        f"№ 547-ФЗ).\n\nЧтобы получить официальный ответ:\n— подайте обращение на gosuslugi.ru{where};\n"
        f"— пришлите письмо с подписью, фамилией и почтовым адресом в администрацию ({town});\n"
        "— запишитесь на личный приём.\n\nВаше сообщение мы сохранили и передали специалистам."
    )
