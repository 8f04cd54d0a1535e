"""Who asked to be told that a mass problem is solved, and has not been told yet."""

from dataclasses import dataclass

from otklik.casework.duplicates.models import Contact
from otklik.casework.duplicates.outbreaks import ContactKind


@dataclass(frozen=True, slots=True)
class ContactView:
    """Personal data: for the one who tells, and for nobody else."""

    follower_id: int
    outbreak_id: int
    kind: ContactKind
    address: str


def contacts(outbreak_id: int) -> list[ContactView]:
    """Those not told yet, the first who asked first."""
    rows = Contact.objects.filter(follower__outbreak_id=outbreak_id, told_at=None).order_by(
        "at", "follower_id"
    )
    return [_view(row, outbreak_id) for row in rows]


def contact(follower_id: int) -> ContactView | None:
    """One not told yet."""
    row = Contact.objects.filter(follower_id=follower_id, told_at=None).select_related("follower").first()
    return _view(row, row.follower.outbreak_id or 0) if row else None


def contact_count(outbreak_id: int) -> int:
    return Contact.objects.filter(follower__outbreak_id=outbreak_id, told_at=None).count()


def has_contact(*, key: str, outbreak_id: int) -> bool:
    """Whether the follower of this browser has left where to tell."""
    rows = Contact.objects.filter(follower__outbreak_id=outbreak_id, follower__key=key, told_at=None)
    return rows.exists()


def _view(row: Contact, outbreak_id: int) -> ContactView:
    return ContactView(row.follower_id, outbreak_id, ContactKind(row.kind), row.address)
