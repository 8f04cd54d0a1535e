"""Whether an answer answers: every question, this place, with proof, with nobody else's data, of one mind."""

import re
from difflib import SequenceMatcher

from otklik.casework.answers.checks.text import Remark, Spot, Text
from otklik.kernel import language, personal

_COMMON = frozenset(
    {
        "здравствовать",
        "здравствуйте",
        "добрый",
        "уважаемый",
        "просить",
        "прошу",
        "весь",
        "быть",
        "мочь",
        "когда",
    }
    | {"какой", "свой", "улица", "город", "вопрос", "ответ", "помочь", "пожалуйста", "спасибо", "принять"}
    | {"мера", "сообщить", "житель", "очень", "нужно", "можно", "почему", "который", "этот", "наш", "ваш"}
    | {
        "сделать",
        "район",
        "дать",
        "стать",
        "также",
        "если",
        "чтобы",
        "сегодня",
        "время",
        "день",
        "дом",
        "год",
        "час",
        "раз",
    }
)
_ENOUGH = 4
_NOT_DONE = re.compile(
    r"\b(?:отказано|не (?:будет|планируется|предусмотрен\w*|представляется возможным)"
    r"|не (?:подтвердил\w+|выявлен\w*)"
    r"|нет оснований|оснований .{0,30}не имеется"
    r"|отсутству\w+ (?:основани|финансирован)\w+)",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:выполнен\w*|устранен\w*|устранён\w*|отремонтирован\w*|заменен\w*|заменён\w*|вывезен\w*|убран\w*"
    r"|ликвидирован\w*|восстановлен\w*|засыпан\w*|залатал\w*|заделан\w*|починил\w*|подключен\w*|подключён\w*)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:будет|будут|запланирован\w*|планируется|включен\w* в план|включён\w* в план|до конца)\b",
    re.IGNORECASE,
)
_SOON = re.compile(r"\b(?:осталось|остальн\w+|продолж\w+|заканчива\w+|ещё|еще)", re.IGNORECASE)
_NOT_BEFORE = re.compile(r"\bне\s+(?:\w+\s+)?$", re.IGNORECASE)
_SLOT_LIKE = re.compile(r"\{\w+\}")
_COPY = 0.97
_BESIDE = 20
_PASSED = re.compile(
    r"\b(?:перенаправлен\w*|направлен\w* по компетенции|передан\w* по подведомственности)\b", re.IGNORECASE
)
_THIRD = frozenset({"name", "phone", "card", "account", "snils", "inn", "passport", "birth", "flat"})
_OFFICE = re.compile(
    r"\b(?:тел(?:ефон)?\w*|диспетчер\w*|горяч\w+ лини\w+|при[её]мн\w+|специалист\w*|начальник\w*|директор\w*"
    r"|глав[аы]|заместител\w*|исп(?:олнитель)?\w*|мастер\w*|ответственн\w+|адрес\w*|почт\w+|депутат\w*|инспектор\w*)",
    re.IGNORECASE,
)


def unanswered(text: Text) -> list[Remark]:
    """A question none of whose own words are met in the answer; asked only where there are several."""
    if len(text.questions) < 2 or not text.body.strip():
        return []
    told = _meanings(text.body)
    own = [_meanings(one) for one in text.questions]
    found = []
    for number, words in enumerate(own, start=1):
        others = set().union(*(other for at, other in enumerate(own, start=1) if at != number))
        telling = (words - others) or words
        if len(telling) and not telling & told:
            start = " ".join(text.questions[number - 1].split())[:60]
            reason = f"Вопрос {number} остался без ответа: «{start}»."
            found.append(Remark("question", reason, norm="59-ФЗ, ст. 10, ч. 1, п. 4"))
    return found


def off_topic(text: Text) -> list[Remark]:
    """An answer that shares no meaningful word with what was asked."""
    if len(text.questions) != 1 or len(text.body.split()) < _ENOUGH * 2:
        return []
    asked, told = _meanings(text.questions[0]), _meanings(text.body)
    if len(asked) < _ENOUGH or asked & told:
        return []
    return [Remark("off_topic", "В ответе нет ни одного слова из вопроса: он точно об этом?", 0, 1)]


def _meanings(text: str) -> set[str]:
    """Normal forms of the words that carry meaning."""
    return {
        form
        for word in language.tokens(text)
        if _is_telling(word)
        for form in language.forms(word)[:2]
        if form not in _COMMON
    }


def _is_telling(word: str) -> bool:
    """Words of four letters and more, and shorter nouns: «яма», «люк», «газ»."""
    if word[0].isdigit() or len(word) < 3:
        return False
    return len(word) > 3 or any("NOUN" in one for one in language.grammemes(word)[:1])


def other_place(text: Text) -> list[Remark]:
    """The answer names a place, and none of its places is one of the message."""
    if not text.asked or not text.told or any(_same(a, t) for a in text.asked for t in text.told):
        return []
    told, asked = text.told[0], text.asked[0]
    reason = f"Сообщение о месте «{asked.address}», а ответ о «{told.address}». Проверьте, тот ли это ответ."
    return [Remark("place", reason, told.start, told.end)]


def _same(asked: Spot, told: Spot) -> bool:
    if asked.street_id is None or told.street_id is None:
        return asked.address == told.address or asked.street_id is None
    if asked.street_id != told.street_id:
        return False
    return asked.house_id is None or told.house_id is None or asked.house_id == told.house_id


def third_persons(text: Text) -> list[Remark]:
    """Personal data of somebody else than the author; contacts and names of officials may stand."""
    own = set(language.tokens(text.name))
    found = []
    for span in personal.spans(text.body):
        words = text.body[span.start : span.end]
        before = text.body[max(span.start - 60, 0) : span.start]
        if span.kind not in _THIRD or own & set(language.tokens(words)) or _OFFICE.search(before):
            continue
        reason = f"Похоже на чужие персональные данные: «{words}». Уберите или обезличьте."
        norm = "59-ФЗ, ст. 6, ч. 2; 152-ФЗ, ст. 7"
        found.append(Remark("personal", reason, span.start, span.end, norm=norm))
    return found


def no_photo(text: Text) -> list[Remark]:
    """The topic wants a photograph of what was done and none goes with the answer."""
    if text.evidence == "none" or text.pictures or not text.says_done:
        return []
    return [Remark("photo", "Тема требует фотографию сделанного: приложите её к ответу.")]


def copied(text: Text) -> list[Remark]:
    """A template sent as it is: nothing of the case was added to it."""
    body = " ".join(text.body.split()).casefold()
    for template in text.templates:
        bare = " ".join(_SLOT_LIKE.sub(" ", template).split()).casefold()
        if len(bare) < 40 or abs(len(bare) - len(body)) > 0.2 * len(bare):
            continue
        if SequenceMatcher(None, bare, body, autojunk=False).ratio() > _COPY:
            start, end = _gap(template, text.body)
            reason = "Это шаблон без единого факта: добавьте, что именно сделано и когда."
            return [Remark("template", reason, start, end)]
    return []


def _gap(template: str, body: str) -> tuple[int, int]:
    """Where in the body a slot of the template was left empty; its beginning where that is not seen."""
    for slot in _SLOT_LIKE.finditer(template):
        before = template[: slot.start()].rstrip().split("\n")[-1][-_BESIDE:]
        after = template[slot.end() :].split("\n")[0][:_BESIDE].strip()
        at = body.find(before) if len(before) > 2 else -1
        end = body.find(after, at + len(before)) if at >= 0 and after else -1
        if at >= 0 and 0 <= end - at - len(before) <= 2:
            return at, end + len(after)
    return 0, 1


def contradiction(text: Text) -> list[Remark]:
    """The outcome says one thing and the words another."""
    done, refused, later = _said(_DONE, text.body), _said(_NOT_DONE, text.body), _said(_LATER, text.body)
    if text.is_interim:
        if done is None or later is not None or _is_ahead(text.body):
            return []
        reason = (
            f"Ответ промежуточный, а в тексте «{done.group()}»: если сделано всё, снимите отметку и срок."
        )
        return [Remark("contradiction", reason, done.start(), done.end())]
    refused = refused or _said(_PASSED, text.body)
    if text.outcome == "measures_taken" and done is None and (refused or later):
        at = refused or later
        word = at.group() if at else ""
        reason = (
            f"Результат «меры приняты», а в тексте «{word}»: проверьте результат или скажите, что сделано."
        )
        return [Remark("contradiction", reason, at.start() if at else 0, at.end() if at else 0)]
    if text.outcome == "not_supported" and done is not None and refused is None:
        reason = f"Результат «не поддержано», а в тексте «{done.group()}»: проверьте результат."
        return [Remark("contradiction", reason, done.start(), done.end())]
    return []


def _is_ahead(body: str) -> bool:
    """Whether the text speaks of what is still to be done."""
    words = language.tokens(body)
    return bool(_SOON.search(body)) or any(
        "futr" in one for word in words for one in language.grammemes(word)
    )


def _said(what: re.Pattern[str], body: str) -> re.Match[str] | None:
    """The first place it is said without «не» before it."""
    return next((m for m in what.finditer(body) if not _NOT_BEFORE.search(body[: m.start()])), None)
