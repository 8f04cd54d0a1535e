"""Who may sign in: the people the centre has entered, and nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the administrator; the form of registration is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
