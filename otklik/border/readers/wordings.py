"""What registers write in words: outcomes, streams, kinds, yes and no."""

import re
from functools import lru_cache

from otklik.border.ports.messages import CaseKind, Outcome, Stream
from otklik.border.readers.headings import normal

_OUTCOMES = (
    (r"меры приняты|решен|устранен|выполнен|исполнен", Outcome.MEASURES_TAKEN),
    (r"разъяснен|консультац|проинформирован|дан\w* разъясн", Outcome.EXPLAINED),
    (r"поддержан|удовлетворен", Outcome.SUPPORTED),
    (
        r"направлен\w* по (?:компетенц|принадлежн)|переадресован|перенаправлен|передан\w* по",
        Outcome.FORWARDED,
    ),
    (r"без ответа|не требует ответа|списан\w* в дело|спам|отклонен", Outcome.LEFT_UNANSWERED),
    (r"дан ответ|ответ дан|отвечено|ответ направлен|ответ опубликован", Outcome.ANSWERED),
)
_NEGATIONS = (
    (
        r"не (?:поддержан|удовлетворен|решен|устранен|выполнен|исполнен)|отказано|факт\w* не подтвер",
        Outcome.NOT_SUPPORTED,
    ),
)
_STREAMS = (
    (r"59 ?фз|письмен|обращени[ея] гражд|личн\w* прием|почт\w* росси|интернет приемн", Stream.APPEALS),
    (r"\bпос\b|платформ\w* обратной связи|госуслуг|решаем вместе|епгу", Stream.POS),
    (r"горяч|телефон|звон|голос|\b112\b|единая дежурн|еддс|call", Stream.HOTLINE),
    (
        r"вконтакте|\bвк\b|\bvk\b|одноклассник|\bok\b|телеграм|telegram|\bmax\b|\bмакс\b|соцсет"
        r"|социальн\w* сет|инцидент|бот|сайт|цифров|e mail|электронн",
        Stream.DIGITAL,
    ),
)
_YES = frozenset(("да", "yes", "true", "1", "есть", "истина", "+", "y", "д"))
_NO = frozenset(("нет", "no", "false", "0", "ложь", "-", "n", "н", "отсутствует"))
_RATING = re.compile(
    r"(?:оценка\s*:?\s*)?([1-5])(?:[.,]0+)?(?:\s*(?:из|/)\s*5)?(?:\s*балл\w*)?", re.IGNORECASE
)


@lru_cache(maxsize=1024)
def outcome_of(text: str) -> Outcome | None:
    """How it ended by the words of a register; None if it has not («Отложено», «В работе»)."""
    words = normal(text)
    for pattern, outcome in (*_NEGATIONS, *_OUTCOMES):
        if re.search(rf"(?<!\w)(?:{pattern})", words):
            return outcome
    return None


@lru_cache(maxsize=1024)
def stream_of(text: str) -> Stream | None:
    """The reporting stream by the name of a channel or of a system."""
    words = normal(text)
    return next((stream for pattern, stream in _STREAMS if re.search(pattern, words)), None)


@lru_cache(maxsize=1024)
def kind_of_case(text: str) -> CaseKind | None:
    """The legal kind by the words of a register."""
    words = normal(text)
    if re.search(r"обращени|59 ?фз|жалоб|заявлени|предложени", words):
        return CaseKind.APPEAL
    return CaseKind.MESSAGE if re.search(r"сообщени|инцидент|пост|комментар", words) else None


def is_yes(text: str) -> bool | None:
    """Да or нет, None for anything else."""
    word = text.strip().lower()
    return True if word in _YES else False if word in _NO else None


def rating_of(text: str) -> int | None:
    """A citizen's mark from 1 to 5, «4», «4.0», «оценка: 4», «4 из 5»; None if it is none."""
    found = _RATING.fullmatch(text.strip())
    return int(found[1]) if found else None
