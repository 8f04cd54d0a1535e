"""Which municipality is wanted of a region, by its ОКТМО or by its object in ГАР."""

import re
from dataclasses import dataclass

from otklik.border.ports.errors import Unreadable

_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """`prefix` is what every ОКТМО of the municipality begins with; one of `prefix` and `guid` is told."""

    prefix: str = ""
    guid: str = ""
    region: str = ""

    @classmethod
    def of(cls, *, oktmo: str = "", guid: str = "", region: str = "") -> "Wanted":
        """Raises `Unreadable` where neither is told or one is no code."""
        oktmo, guid, region = oktmo.replace(" ", ""), guid.strip().lower(), region.strip()
        if region and not re.fullmatch(r"\d{1,2}", region):
            raise Unreadable(f"Код региона «{region}» — не две цифры.")
        region = region.zfill(2) if region else ""
        if guid:
            if not _GUID.fullmatch(guid):
                raise Unreadable(f"«{guid}» — не идентификатор ГАР: он пишется как 8-4-4-4-12 знаков.")
            return cls(guid=guid, region=region)
        return cls(prefix=_prefix(oktmo), region=region)

    def holds(self, oktmo: str) -> bool:
        return bool(self.prefix) and oktmo.startswith(self.prefix)

    def __str__(self) -> str:
        return self.guid or f"с ОКТМО {self.prefix}…"


def _prefix(oktmo: str) -> str:
    """«36614000» is the whole municipality 36614, «36614404» one settlement of it."""
    if not oktmo:
        raise Unreadable("Укажите ОКТМО муниципалитета или его идентификатор в ГАР.")
    if not re.fullmatch(r"\d{8}|\d{11}|\d{5}", oktmo):
        raise Unreadable(f"ОКТМО «{oktmo}» — не 8 и не 11 цифр.")
    if oktmo[2:5] == "000":
        raise Unreadable(f"ОКТМО {oktmo} — это весь регион: укажите код муниципалитета.")
    while len(oktmo) > 5 and oktmo.endswith("000"):
        oktmo = oktmo[:-3]
    return oktmo
