"""The table of art. 11: when an appeal is not answered on the merits, by whom, with what notice."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from otklik.border.ports.messages import Outcome
from otklik.ground.people.roles import Action

NOTICE_DAYS = 7
ANSWER_DAYS = 30
REPEATS = 2
"""So many answers on the merits make a further appeal on the same a repeated one («неоднократно»). [M]"""


class Code(StrEnum):
    ANONYMOUS = "anonymous"
    COURT = "court"
    ABUSE = "abuse"
    UNREADABLE = "unreadable"
    NO_ESSENCE = "no_essence"
    TERMINATE = "terminate"
    TERMINATED = "terminated"
    PUBLIC_ANSWER = "public_answer"
    SECRET = "secret"  # noqa: S105  # a kind of information, no password
    NO_ADDRESSEE = "no_addressee"
    WITHDRAWN = "withdrawn"
    NO_COMPETENT = "no_competent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A decision the law allows.

    `signs` are the kinds of `triage.signs` that speak for it; `notice_days` is None where the author cannot
    be told; `is_per_question` where one question ends and the others go on; `code_otk` is of the classifier,
    `clock` the term of the notice (`deadlines.norms`).
    """

    code: Code
    title: str
    action: str
    who: Action
    who_title: str
    notice_days: int | None
    notice_is_due: bool
    outcome: Outcome
    code_otk: str
    norm: str
    clock: str = ""
    signs: tuple[str, ...] = ()
    is_per_question: bool = False
    forbids_forwarding: bool = False
    confidence: str = "M"


_REGISTRAR, _OFFICIAL, _HEAD = "регистратор", "должностное лицо", "руководитель или уполномоченный"
_OTK = "0001.0002.0027"
ROWS: tuple[Row, ...] = (
    Row(
        code=Code.ANONYMOUS, title="Нет фамилии или адреса",
        action="Ответ не даётся. Есть сведения о преступлении — направить в государственный орган.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=None, notice_is_due=False,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0127", norm="59-ФЗ, ст. 11, ч. 1",
        signs=("anonymous",),
    ),
    Row(
        code=Code.COURT, title="Обжалуется судебное решение",
        action="Вернуть с разъяснением порядка обжалования.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=NOTICE_DAYS, notice_is_due=True,
        outcome=Outcome.ANSWERED, code_otk=f"{_OTK}.0138", norm="59-ФЗ, ст. 11, ч. 2", signs=("court",),
        is_per_question=True,
        clock="return_court",
    ),
    Row(
        code=Code.ABUSE, title="Нецензурные, оскорбительные слова, угрозы",
        action="Можно оставить без ответа по существу и сообщить о недопустимости злоупотребления правом.",
        who=Action.LEAVE_UNANSWERED, who_title=_OFFICIAL, notice_days=ANSWER_DAYS, notice_is_due=False,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0128", norm="59-ФЗ, ст. 11, ч. 3",
        signs=("abuse", "threat"),
        clock="notice_abuse",
    ),
    Row(
        code=Code.UNREADABLE, title="Текст не прочесть",
        action=(
            "Ответ не даётся, в другие органы не направляется; сообщить автору, если имя и адрес читаются."
        ),
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=NOTICE_DAYS, notice_is_due=True,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0129", norm="59-ФЗ, ст. 11, ч. 4",
        signs=("unreadable",), forbids_forwarding=True,
        clock="notice_unreadable",
    ),
    Row(
        code=Code.NO_ESSENCE, title="Суть не определить",
        action="Ответ не даётся, в другие органы не направляется; сообщить автору.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=NOTICE_DAYS, notice_is_due=True,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0158", norm="59-ФЗ, ст. 11, ч. 4.1",
        signs=("no_essence",), forbids_forwarding=True,
        clock="notice_meaningless",
    ),
    Row(
        code=Code.TERMINATE, title="Прекратить переписку по вопросу",
        action=(
            "Неоднократно отвечали по существу, новых доводов нет: переписка по этому вопросу прекращается."
        ),
        who=Action.TERMINATE, who_title=_HEAD, notice_days=ANSWER_DAYS, notice_is_due=True,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0130", norm="59-ФЗ, ст. 11, ч. 5",
        signs=("again",), is_per_question=True,
        clock="notice_termination",
    ),
    Row(
        code=Code.TERMINATED, title="Переписка по вопросу уже прекращена",
        action="Оставить без ответа; автору напомнить о прекращении переписки.",
        who=Action.LEAVE_UNANSWERED, who_title=_OFFICIAL, notice_days=ANSWER_DAYS, notice_is_due=True,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0130", norm="59-ФЗ, ст. 11, ч. 5",
        is_per_question=True,
        clock="notice_termination",
    ),
    Row(
        code=Code.PUBLIC_ANSWER, title="Ответ уже размещён на сайте",
        action="Сообщить адрес страницы с ответом. Жалобу на судебный акт так не возвращают.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=NOTICE_DAYS, notice_is_due=True,
        outcome=Outcome.ANSWERED, code_otk=f"{_OTK}.0135", norm="59-ФЗ, ст. 11, ч. 5.1", is_per_question=True,
        clock="notice_site_answer",
    ),
    Row(
        code=Code.SECRET, title="Ответ раскроет охраняемую тайну",
        action="Сообщить о невозможности дать ответ по существу.",
        who=Action.LEAVE_UNANSWERED, who_title=_OFFICIAL, notice_days=ANSWER_DAYS, notice_is_due=True,
        outcome=Outcome.ANSWERED, code_otk="", norm="59-ФЗ, ст. 11, ч. 6", is_per_question=True,
        clock="notice_secret",
    ),
    Row(
        code=Code.NO_ADDRESSEE, title="Нет адресата",
        action="Не указано, кому адресовано, и ничего не просят: к сведению.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=None, notice_is_due=False,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0126", norm="59-ФЗ, ст. 7, ч. 1",
    ),
    Row(
        code=Code.WITHDRAWN, title="Автор просит прекратить рассмотрение",
        action="Прекратить рассмотрение по заявлению автора.",
        who=Action.REFUSE, who_title=_REGISTRAR, notice_days=ANSWER_DAYS, notice_is_due=False,
        outcome=Outcome.LEFT_UNANSWERED, code_otk=f"{_OTK}.0131", norm="59-ФЗ, ст. 5, п. 5",
    ),
    Row(
        code=Code.NO_COMPETENT, title="Жалобу некому направить, кроме тех, на кого жалуются",
        action="Вернуть гражданину с разъяснением права обжаловать решение или действие в суд.",
        who=Action.LEAVE_UNANSWERED, who_title=_OFFICIAL, notice_days=NOTICE_DAYS, notice_is_due=True,
        outcome=Outcome.ANSWERED, code_otk=f"{_OTK}.0138", norm="59-ФЗ, ст. 8, ч. 7",
        clock="return_ban",
    ),
)  # fmt: skip
BY_CODE = {row.code: row for row in ROWS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the system knows of a case; `signs` are (kind, ground, fragment) of triage."""

    is_anonymous: bool = False
    missing: Sequence[str] = ()
    signs: Sequence[tuple[str, str, str]] = ()
    answered_before: Sequence[str] = ()
    is_terminated: bool = False
    terminated_by: str = ""
    public_answers: Sequence[str] = ()
    has_complaint: bool = False
    has_way: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that may apply, and the facts that speak for it in Russian."""

    row: Row
    facts: tuple[str, ...]


def proposals(facts: Facts) -> list[Proposal]:
    """The rows that may apply, in the order of the table; nothing is decided by them."""
    told = [Proposal(row, tuple(_grounds(row, facts))) for row in ROWS]
    return [one for one in told if one.facts]


def _grounds(row: Row, facts: Facts) -> list[str]:
    found = [_sign(ground, fragment) for kind, ground, fragment in facts.signs if kind in row.signs]
    if row.code is Code.ANONYMOUS:
        return [f"не указано: {title}" for title in facts.missing] if facts.is_anonymous else []
    if row.code is Code.TERMINATE:
        return _repeats(facts)
    if row.code is Code.TERMINATED and facts.is_terminated:
        return [f"переписка по этому вопросу прекращена: {facts.terminated_by}"]
    if row.code is Code.PUBLIC_ANSWER and not any(kind == "court" for kind, _ground, _words in facts.signs):
        return [f"есть общий ответ: {title}" for title in facts.public_answers]
    if row.code is Code.NO_COMPETENT and facts.has_complaint and not facts.has_way:
        return ["по этой теме нет ни вышестоящей организации, ни другого получателя"]
    return found


def _repeats(facts: Facts) -> list[str]:
    if len(facts.answered_before) < REPEATS:
        return []
    return [
        f"по существу отвечали {len(facts.answered_before)} раза и больше: {', '.join(facts.answered_before)}"
    ]


def _sign(ground: str, fragment: str) -> str:
    return f"{ground}: «{fragment}»" if fragment else ground


def forbids_forwarding(facts: Facts) -> Row | None:
    """The row by which the appeal goes to nobody (ст. 11, ч. 4, 4.1), if its sign is there."""
    kinds = {kind for kind, _ground, _words in facts.signs}
    return next((row for row in ROWS if row.forbids_forwarding and kinds & set(row.signs)), None)
