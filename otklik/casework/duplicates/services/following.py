"""Somebody says «me too»: counted once a browser, no case is made and nothing personal is kept."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from otklik.casework.duplicates.models import Follower, Outbreak


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
