"""How an answer is said: to a person, in plain words, with facts and days instead of formulas."""

import re

from otklik.casework.answers.checks.text import Remark, Text
from otklik.kernel import language

_GREETING = re.compile(r"здравствуй|добрый (день|вечер)|доброе утро|уважаем", re.IGNORECASE)
_OPENING = 160
_PROMISE = re.compile(
    r"\b(будет|будут)\s+(?:\w+\s+){0,2}?\w+([её]н|[её]на|[её]но|[её]ны|ан|ана|ано|аны|ят|ята|ято|яты)\b"
    r"|\bзапланирован\w*|\bпланиру(ется|ются)\b"
    r"|\b(устраним|отремонтируем|заменим|починим|заделаем|засыпем|уберём|уберем|приведём|приведем|вывезем)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"\b\d{1,2}\.\d{1,2}(\.\d{2,4})?\b"
    r"|\b\d{1,2}\s+(январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\b(?:в|до конца|к концу)\s+"
    r"(январ|феврал|март|апрел|ма[йея]|июн|июл|август|сентябр|октябр|ноябр|декабр)"
    r"|\b(сегодня|завтра|послезавтра|до конца (дня|недели|месяца|года)|в течение \S+)"
    r"|\b(во?|до|к|ко) (первом|втором|третьем|четв[её]ртом) квартале\b|\b20\d\d год",
    re.IGNORECASE,
)
_HOLLOW = re.compile(
    r"приняты (соответствующие |необходимые |исчерпывающие )?меры|принимаются меры|в рабочем порядке"
    r"|по мере (поступления |выделения )?(денежных средств|финансирования|возможности)"
    r"|ваше? (обращение|сообщение|заявление) (внимательно |всесторонне )?рассмотрено"
    r"|информация (принята|передана|доведена)|(взято|находится|поставлен[оа]) на контрол[ьея]"
    r"|усиленно устраня\w+|работа (ведётся|ведется|проводится) в плановом порядке|вопрос прорабатывается"
    r"|приносим извинения за (временные |доставленные )?неудобства",
    re.IGNORECASE,
)
_LAW = re.compile(
    r"\b(?:\d{1,3}-ФЗ(?:,? ст\. ?\d+)?(?:,? ч\. ?\d+)?(?:,? п\. ?\d+)?"
    r"|федеральн\w+ закон\w*|постановлени\w+ правительства|стать\w+ \d+|ст\. ?\d+"
    r"|част\w+ \d+ стать\w+|п(?:ункт\w*|\.) ?\d+(?:\.\d+)* |приказ\w* (?:министерства|минстроя|росархива)"
    r"|СанПиН|ГОСТ|СНиП|КоАП|кодекс\w* РФ|(?:жилищн|градостроительн|земельн)\w+ кодекс\w*)",
    re.IGNORECASE,
)
_MOST_LAWS = 3
_LAW_SHARE = 0.4
_OFFICIALESE = re.compile(
    r"\b(?:вышеуказанн|нижеследующ|вышеизложенн|в соответствии с|в целях|в рамках|в части|во исполнение"
    r"|данн(?:ый|ого|ому|ым|ом|ая|ой|ую|ое|ые|ых|ыми) (?:вопрос|территор|участ|адрес)"
    r"|осуществля\w+|производ(?:ится|ятся|ились)|надлежащ\w+|посредством|ввиду|в связи с чем|согласно"
    r"|в установленном порядке|имеет место|довод(?:им|ится) до|на основании"
    r"|не представляется возможным)\w*",
    re.IGNORECASE,
)
_LONG_WORDS = 30
_VERY_LONG_WORDS = 45
_ABBREVIATION = re.compile(r"(?<![\w«-])[А-ЯЁ]{2,6}(?![\w-])")
_KNOWN = frozenset(
    {"РФ", "ЖКХ", "ООО", "АО", "ПАО", "ИП", "ФЗ", "СМИ", "МЧС", "ГИБДД", "МВД", "ТЦ", "МУП", "МКУ", "МБУ"}
    | {"МБОУ", "ГБУ", "ГКУ", "СНТ", "ЖК", "УК", "ТСЖ", "США", "СССР", "НДС", "АЗС", "ГОСТ"}
)
_RUDE = re.compile(
    r"\b(?:сами виноват\w*|читайте внимательн\w*|не ваше дело|надо было думать|не нравится\s*[-—,]\s*\w+"
    r"|учите(?:сь)? (?:читать|закон\w*)|раз вам (?:так )?не нравится|хватит жаловаться|вы не понимаете)\b",
    re.IGNORECASE,
)
SOCIAL = frozenset({"vk", "ok", "telegram", "max", "incident"})
SOCIAL_LIMIT = 1000


def no_greeting(text: Text) -> list[Remark]:
    if not text.body.strip() or _GREETING.search(text.body[:_OPENING]):
        return []
    return [Remark("greeting", "Нет обращения к человеку: начните с приветствия и имени.", 0, 1)]


def no_name(text: Text) -> list[Remark]:
    """The author gave a name and the answer does not use it."""
    words = [word for word in language.tokens(text.name) if len(word) > 2]
    if not words or not text.body.strip():
        return []
    stems = {form for word in words for form in language.forms(word)}
    opening = language.tokens(text.body[:_OPENING])
    if any(stems & {word, *language.forms(word)} for word in opening):
        return []
    return [Remark("name", f"Заявитель назвался: {text.name}. Обратитесь к нему по имени.", 0, 1)]


def promise_without_date(text: Text) -> list[Remark]:
    found = _PROMISE.search(text.body)
    if found is None or _WHEN.search(text.body) or text.promised_on:
        return []
    return [
        Remark("promise", "Обещана работа, но не сказано когда: назовите срок.", found.start(), found.end())
    ]


def hollow(text: Text) -> list[Remark]:
    return [
        Remark("hollow", f"«{m.group()}» — без факта это отписка: скажите, что сделано.", m.start(), m.end())
        for m in _HOLLOW.finditer(text.body)
        if not _has_fact(text.body, m.start(), m.end())
    ]


def _has_fact(body: str, start: int, end: int) -> bool:
    """Whether the sentence of the formula names a day or a number of its own."""
    first = max(body.rfind(".", 0, start), body.rfind("\n", 0, start)) + 1
    last = min([at for at in (body.find(". ", end), body.find("\n", end)) if at >= 0], default=len(body))
    return bool(_WHEN.search(body[first:last]))


def too_many_laws(text: Text) -> list[Remark]:
    found = list(_LAW.finditer(text.body))
    told = sum(len(one) for one in language.sentences(text.body) if _LAW.search(one))
    norms = {m.group().casefold() for m in found}
    if len(norms) <= _MOST_LAWS and told <= _LAW_SHARE * max(len(text.body), 1):
        return []
    if len(norms) <= _MOST_LAWS - 1:
        return []
    count = language.counted(len(norms), "ссылка", "ссылки", "ссылок")
    reason = f"На нормы {count}: оставьте одну-две и скажите простыми словами, что они значат."
    return [Remark("laws", reason, found[0].start(), found[0].end())]


def long_sentences(text: Text) -> list[Remark]:
    """A sentence that one cannot read at a breath: very long, or long and full of office words."""
    found, at = [], 0
    for sentence in language.sentences(text.body):
        at = text.body.index(sentence, at)
        words = len(sentence.split())
        office = len(_OFFICIALESE.findall(sentence))
        if words > _VERY_LONG_WORDS or (words > _LONG_WORDS and office >= 2):
            length = language.counted(words, "слова", "слов", "слов")
            reason = f"Предложение из {length} не прочесть: разбейте его."
            found.append(Remark("sentence", reason, at, at + len(sentence)))
        at += len(sentence)
    return found


def office_words(text: Text) -> list[Remark]:
    found = list(_OFFICIALESE.finditer(text.body))
    words = len(text.body.split())
    if len(found) < 4 or len(found) * 18 < words:
        return []
    told = ", ".join(f"«{m.group().lower()}»" for m in found[:3])
    return [
        Remark("office", f"Много канцелярских слов: {told}. Скажите проще.", found[0].start(), found[0].end())
    ]


def abbreviations(text: Text) -> list[Remark]:
    """An abbreviation that the text does not open: «КРД (комплексное развитие дворов)» is opened."""
    letters = [char for char in text.body if char.isalpha()]
    if sum(char.isupper() for char in letters) > len(letters) / 2:
        return []
    seen: dict[str, Remark] = {}
    for m in _ABBREVIATION.finditer(text.body):
        short = m.group()
        after, before = text.body[m.end() : m.end() + 3], text.body[max(m.start() - 2, 0) : m.start()]
        if short in _KNOWN or short in seen or "(" in after or before.endswith("("):
            continue
        reason = f"«{short}» поймут не все: напишите полностью хотя бы один раз."
        seen[short] = Remark("abbreviation", reason, m.start(), m.end())
    return list(seen.values())


def rude(text: Text) -> list[Remark]:
    return [
        Remark("rude", f"«{m.group()}» звучит грубо: скажите иначе.", m.start(), m.end())
        for m in _RUDE.finditer(text.body)
    ]


def too_long(text: Text) -> list[Remark]:
    limit = text.limit or (SOCIAL_LIMIT if text.channel in SOCIAL else None)
    if limit is None or len(text.body) <= limit:
        return []
    where = "Для соцсети" if text.channel in SOCIAL else "Для этого канала"
    reason = f"{where} длинно: {len(text.body)} знаков при пределе {limit}."
    return [Remark("long", reason, limit, len(text.body))]
