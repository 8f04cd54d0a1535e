"""Keeping queues with their filters by name."""

from django.db import transaction

from otklik.register.cases.models import SavedView


@transaction.atomic
def save_view(
    *, municipality_id: int, user_id: int, title: str, query: str, is_shared: bool = False
) -> SavedView:
    """Keep a view; the same name again replaces it."""
    row, _ = SavedView.objects.update_or_create(
        municipality_id=municipality_id,
        user_id=user_id,
        title=title.strip()[:80],
        defaults={"query": query[:1000], "is_shared": is_shared},
    )
    return row


@transaction.atomic
def forget_view(view_id: int, *, user_id: int) -> bool:
    """Delete one's own view."""
    return bool(SavedView.objects.filter(id=view_id, user_id=user_id).delete()[0])
