"""How a person is named in a letter: the salutation, the dative of the addressee, initials."""

from otklik.kernel import language

_ROLES = ("Surn", "Name", "Patr")
_MEN, _WOMEN = ("ич",), ("вна", "чна", "шна")


def gender(full_name: str) -> str:
    """`masc` or `femn` by the patronymic, empty where the name does not tell."""
    words = full_name.split()
    if len(words) < 3:
        return ""
    last = words[2].lower()
    return "masc" if last.endswith(_MEN) else "femn" if last.endswith(_WOMEN) else ""


def given(full_name: str) -> str:
    """«Мартынова Ольга Петровна» is addressed as «Ольга Петровна»; a shorter name stands as it is."""
    words = full_name.split()
    return " ".join(words[1:3]) if len(words) >= 3 else full_name


def salutation(full_name: str) -> str:
    """«Уважаемая Ольга Петровна!»; where the name does not tell a man from a woman, «Здравствуйте!»."""
    known = gender(full_name)
    if known:
        return f"{'Уважаемый' if known == 'masc' else 'Уважаемая'} {given(full_name)}!"
    return f"Здравствуйте, {given(full_name)}!" if full_name.strip() else "Здравствуйте!"


def initials(full_name: str) -> str:
    """«Мартынова О. П.»; a name of one word stands as it is."""
    surname, *rest = full_name.split() or [""]
    return " ".join([surname, *(f"{word[0]}." for word in rest[:2])])


def dative(full_name: str) -> str:
    """«Мартыновой Ольге Петровне», to whom a letter goes; what cannot be told apart stays as it is."""
    known, words = gender(full_name), full_name.split()
    if not known or len(words) != len(_ROLES):
        return full_name
    return " ".join(_dative(word, role, known) for word, role in zip(words, _ROLES, strict=True))


def _dative(word: str, role: str, known: str) -> str:
    put = "-".join(language.inflected(part.lower(), role, "datv", known) for part in word.split("-"))
    return "-".join(part[:1].upper() + part[1:] for part in put.split("-"))
