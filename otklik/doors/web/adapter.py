"""Who may sign in: the people the centre has entered, and nobody signs up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from otklik.ground.people import services as people
from otklik.kernel import clock


class StaffAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts are made by the administrator; the form of registration is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Kept and journalled by the room of people; a password given for the first sign-in is done with."""
        people.set_password(user.pk, password, now=clock.now(), actor_id=user.pk)
        user.refresh_from_db()
