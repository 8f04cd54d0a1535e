"""Obscene words in any disguise: inflected, masked («х**»), spelt with Latin look-alikes, spaced out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

_BEFORE = "(?:на|по|за|о|а|об|от|до|вы|при|про|раз|под|с[ъь]|у|пере|из|недо|долбо|мудо|остоп|злое|взъ|въ)"
_SHAPES = (
    r"(?:на|по|за|о|а|от|до|ни|не|вы|при|про|рас|раз|под|пере|остоп?о?)?ху(?:[йю]|я(?!н)|ев|ес|ет|ел|ен|еп|ем$|ил|ит|ин[яюе]|иш|ищ|и$|е$)",
    r".*п[еи][зс]д(?!ил$)",
    rf"{_BEFORE}?(?:[ъь])?еб(?:а[лтншкцрх]|а$|у[нлтчщ]|у$|л[аои]|о[шкт]|и[сстлщ]|ы|ец$|нут|ыв|ен[яьни]|ет$|ется|ись)",
    r".*[ъьо]еб(?:а[лтншц]|л[аои]|ну[лтв]|ыва|ук)",
    r"еп(?:ыть$|твою|аный|ан[аы]|ту)|йоб(?:а|н)|еб$|невебен",
    r"бля(?:$|д|т[ьс])|.*(?:вы|раз|до|про|от|за)бляд",
    r"(?:от|при|на|про|из)?муд(?:ак|ач(?!е)|ила$|ило$|озв|ох[ае]|оеб|а$|я$|и$)",
    r"г[ао]ндон",
    r"п[еи]д(?:[оа]р(?:[аыу]?$|ас|ок|ск|ов|ы)|р(?:ил|ы$|а$|$)|ик[иа]?$|рила)",
    r"(?:за|на|про)?залуп",
    r"манд(?:авош|обл|ень$|[аыеу]$|ой$)",
    r"(?:за|об|из|на)?г[ао]вн(?!озд)",
    r"(?:черно|толсто|полу|на|в)?жоп(?:[аыеуо]|ой$|к|$)",
    r"(?:об|за|на|по|под|вы|у|про|на)?ср(?:ать?$|аться$|ал[аои]?$|ался$|аться|ан(?:ый|ая|ое|ые|ого|ых|ь$)|ака$|аки$|ач$)",
    r"(?:за|об|у)ср(?:ан|ал)|зассать?$|приссать?$|обосс|обсс",
    r"(?:об|за|на|по|под|вы)дрист|дристат",
    r"(?:за|на|от|вз|по|вы|об|из)?дроч(?!ен[аы]$)",
    r"(?:за|от|по|вы|пере)?трах(?:ать|аю|ал|нуть|аем|айт|ну[лт])",
    r"(?:на|за|о|об|под|с|у|по|вы)?перд(?:еж|ет|ел|ят|я$|ун|ану|ит|ыш)",
    r"(?:на|за|о|об|под|с|у|по|вы)?бзд(?:е|и|ю|у|я)",
    r"шлюх|шалав|потаскух|курв(?:[аыеу]$|ой$)",
    r"минетч|отсос(?:и$|ет$|ешь$)|(?:по)?соси$|малоф[ье]|вафлер",
    r"(?:об|на|за|по|при)?сс(?:ать|ал[аио]?$|ыт|ышь|ыкл|аный|аные)",
    r"(?:на|по|до|за)?хер(?:$|а$|у$|ом$|ня$|ню$|ней$|ов(?:о$|ый|ая|ое|ые))|остохер|похер",
    r"о(?:хере|хуе)|ахуе",
    r"чмо(?:$|шн)|лошар|падл[аыоеу]$|ублюд|сучар|выродк|сволоч|мразот",
    r"пидарас|жид(?:ы|овск.*|ов)$",
)
_RUDE = re.compile("(?:" + "|".join(_SHAPES) + ")")
# Lawful words that a shape above would take.
_PLAIN = re.compile(
    r"хуторо|худ|хуж|двоебор|троебор|херсон|херувим|себ|наблюд|потребл|жопен|бляхе?$|подебош|сран(?:дым)"
)
_LIKE = str.maketrans(
    {
        "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "z": "з", "x": "х", "y": "у", "k": "к", "m": "м",
        "h": "н", "t": "т", "b": "б", "u": "и", "i": "и", "n": "п", "r": "г", "3": "з", "0": "о", "6": "б",
        "4": "ч",
        "ё": "е", "@": "а", "l": "л", "d": "д", "j": "й", "1": "и",
    }
)  # fmt: skip
_SOUND = (
    ("shch", "щ"), ("zh", "ж"), ("kh", "х"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ya", "я"), ("yo", "е"),
    ("ts", "ц"), ("ju", "ю"), ("ja", "я"), ("ye", "е"), ("ey", "ей"), ("h", "х"), ("x", "х"), ("a", "а"),
    ("b", "б"), ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"), ("e", "е"), ("z", "з"), ("i", "и"),
    ("y", "й"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("c", "ц"),
)  # fmt: skip
_CYRILLIC, _LATIN = re.compile("[а-яё]"), re.compile("[a-z]")
_AGAIN = re.compile(r"(.)\1{2,}")
_MASKED = re.compile(r"(?<![\w*])[а-яa-z]{1,6}[*#@$%•_×]+(?:[а-яa-z]{0,8}[*#@$%•_×]*){0,3}", re.IGNORECASE)
_MASK = re.compile("[*#@$%•_×]+")
_SPELT = (
    "хуй", "хуя", "хуи", "хую", "хуем", "хуйня", "хуйню", "хуйни", "хуево", "хуевый", "хуета", "нахуй",
    "похуй", "нихуя", "дохуя", "охуели", "охуеть", "охуел", "ахуели", "пизда", "пизду", "пизде", "пизды",
    "пиздец", "пиздеть", "пиздят", "пиздит", "спиздили", "распиздяи", "блядь", "блять", "бляди", "блядей",
    "блядский", "ебать", "ебаный", "ебаные", "ебаная", "ебал", "ебут", "ебанутые", "заебал", "заебали",
    "заебало", "наебали", "наебывают", "уебок", "уебки", "долбоеб", "долбоебы", "выебываются", "ебучий",
    "сука", "суки", "сукам", "мудак", "мудаки", "мудила", "мудило", "гандон", "гандоны", "пидор", "пидоры",
    "пидорасы", "говно", "говна", "жопа", "жопе", "жопу", "залупа", "шлюха", "шлюхи", "тварь", "твари",
)  # fmt: skip


def obscene(text: str, tokens: Sequence[str]) -> str:
    """The first obscene word as written, or nothing. `tokens` are those of the text."""
    for token in tokens:
        if is_obscene(token):
            return token
    if _has_mask(text):
        for match in _MASKED.finditer(text):
            if _fits(match[0].casefold()):
                return match[0]
    return next((run for run in _spaced(tokens) if is_obscene(run.replace(" ", ""))), "")


@lru_cache(maxsize=100_000)
def is_obscene(word: str) -> bool:
    """Whether a word in lower case is obscene, also in Latin letters or with look-alikes among its own."""
    if len(word) < 3:
        return word == "еб"
    return any(_RUDE.match(one) and not _PLAIN.match(one) for one in _readings(word))


def _readings(word: str) -> Iterator[str]:
    if word.isdigit():
        return
    folded = _AGAIN.sub(r"\1", word)
    if _CYRILLIC.search(folded):
        yield folded.translate(_LIKE)
        if "h" in folded:
            yield folded.replace("h", "х").translate(_LIKE)
    elif _LATIN.search(folded):
        for sound, letter in _SOUND:
            folded = folded.replace(sound, letter)
        yield folded


def _has_mask(text: str) -> bool:
    return "*" in text or "#" in text or "@" in text or "$" in text or "%" in text or "_" in text


@lru_cache(maxsize=10_000)
def _fits(masked: str) -> bool:
    """Whether stars stand for the letters of an obscene word: «х**», «п***ц», «бл*дь»."""
    plain = masked.replace("ё", "е").translate(_LIKE)
    stars = sum(1 for sign in masked if _MASK.fullmatch(sign))
    if len(plain) - stars < 2 and stars < 2:
        return False
    parts = [re.escape(part) for part in _MASK.split(masked.replace("ё", "е").translate(_LIKE_LETTERS))]
    shape = re.compile(".{1,4}".join(parts) if parts[-1] else ".{1,4}".join(parts[:-1]) + ".{1,8}")
    return any(shape.fullmatch(word) for word in _SPELT)


_LIKE_LETTERS = {key: value for key, value in _LIKE.items() if chr(key).isalpha()}


def _spaced(tokens: Iterable[str]) -> Iterator[str]:
    """Runs of single letters: «х у й»."""
    run: list[str] = []
    for token in (*tokens, ""):
        if len(token) == 1:
            run.append(token)
        elif run:
            if len(run) > 2:
                yield " ".join(run)
            run = []
