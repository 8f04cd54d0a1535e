"""Cases gathered by a sign."""

from typing import Any

from django.db.models import QuerySet

from otklik.casework.triage.models import Mark
from otklik.casework.triage.signs import KINDS


def sign_titles() -> dict[str, str]:
    """The kinds of signs by their codes."""
    return {kind: told.title for kind, told in KINDS.items()}


def with_sign(kind: str) -> QuerySet[Mark, Any]:
    """Ids of the cases with a sign that nobody has called wrong, as a question to narrow another by."""
    return Mark.objects.filter(kind=kind).values("case_id")
