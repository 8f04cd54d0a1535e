"""Somebody says «me too»: counted once a browser, no case is made, a contact is kept only if left."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from otklik.casework.duplicates import contacts
from otklik.casework.duplicates.models import Contact, Follower, Outbreak
from otklik.ground.audit import services as audit

NORM = "152-ФЗ, ст. 9, ч. 1"


@transaction.atomic
def follow(outbreak_id: int, *, key: str, now: datetime) -> bool:
    """Follow a mass problem; false where this browser follows it already."""
    _row, is_new = Follower.objects.get_or_create(outbreak_id=outbreak_id, key=key[:40], defaults={"at": now})
    if is_new:
        Outbreak.objects.filter(id=outbreak_id).update(followers=F("followers") + 1)
    return is_new


@transaction.atomic
def unfollow(outbreak_id: int, *, key: str) -> bool:
    """Take it back."""
    gone, _ = Follower.objects.filter(outbreak_id=outbreak_id, key=key[:40]).delete()
    if gone:
        Outbreak.objects.filter(id=outbreak_id, followers__gt=0).update(followers=F("followers") - 1)
    return bool(gone)


@transaction.atomic
def follow_case(case_id: int, *, key: str, now: datetime) -> bool:
    """Follow a single case; false where this browser follows it already."""
    _row, is_new = Follower.objects.get_or_create(case_id=case_id, key=key[:40], defaults={"at": now})
    return is_new


@transaction.atomic
def unfollow_case(case_id: int, *, key: str) -> bool:
    """Take it back."""
    gone, _ = Follower.objects.filter(case_id=case_id, key=key[:40]).delete()
    return bool(gone)


@transaction.atomic
def leave_contact(
    outbreak_id: int, told: str, *, key: str, edition: str, now: datetime, ip: str = ""
) -> None:
    """The follower is to be told once that the problem is solved; another contact replaces the first.

    Raises `BadContact`. The journal keeps the consent and no address.
    """
    kind, address = contacts.read(told)
    follow(outbreak_id, key=key, now=now)
    row = Follower.objects.get(outbreak_id=outbreak_id, key=key[:40])
    kept = {"kind": kind, "address": address, "edition": edition, "at": now, "told_at": None}
    Contact.objects.update_or_create(follower=row, defaults=kept)
    town = Outbreak.objects.values_list("municipality_id", flat=True).get(id=outbreak_id)
    audit.record(
        action="consent", subject="outbreak", subject_id=outbreak_id, municipality_id=town, now=now, ip=ip,
        norm=NORM, details={"version": edition, "kind": str(kind), "follower": row.id},
    )  # fmt: skip


@transaction.atomic
def told(follower_id: int, *, now: datetime, actor_id: int | None = None) -> bool:
    """The follower has been told: the address is erased. False where that was done before."""
    rows = Contact.objects.filter(follower_id=follower_id, told_at=None)
    if not rows.update(told_at=now, address=""):
        return False
    row = Follower.objects.select_related("outbreak").get(id=follower_id)
    if row.outbreak is not None:
        audit.record(
            action="tell_follower", subject="outbreak", subject_id=row.outbreak.id,
            municipality_id=row.outbreak.municipality_id, actor_id=actor_id, now=now,
            details={"follower": follower_id},
        )  # fmt: skip
    return True
