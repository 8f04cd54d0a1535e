"""On what basis a case counts as fast-tracked or as delivered without a person's hand."""

from dataclasses import dataclass
from datetime import datetime

from otklik.register.cases.models import Basis

NORMS = {
    "fast_track": "ПП РФ от 16.11.2020 № 1844; приложение № 1 к Положению о МЦУР, строки 1–4",
    "delivery": "ПП РФ от 16.11.2020 № 1844; приложение № 1 к Положению о МЦУР, строки 5–8",
}


@dataclass(frozen=True, slots=True)
class BasisView:
    """`title` and `ground` are Russian; `undone_reason` is empty while the basis stands."""

    kind: str
    title: str
    by: str
    ground: str
    at: datetime
    seconds: int
    undone_at: datetime | None
    undone_reason: str
    norm: str

    @property
    def stands(self) -> bool:
        return self.undone_at is None


def bases(case_id: int) -> list[BasisView]:
    return [
        BasisView(
            row.kind,
            str(row.get_kind_display()),
            row.by,
            row.ground,
            row.at,
            row.seconds,
            row.undone_at,
            row.undone_reason,
            NORMS[row.kind],
        )
        for row in Basis.objects.filter(case_id=case_id).order_by("kind")
    ]
