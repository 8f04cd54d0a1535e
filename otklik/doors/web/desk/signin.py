"""Signing in; where the demonstration is loaded, its people are one press away."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings

from otklik.ground.people import selectors as people

DEMO_PASSWORD = "otklik-demo"  # noqa: S105  # printed on the page itself, and only for invented people


class SignIn(LoginView):  # type: ignore[misc]  # allauth ships no types
    """The page of signing in."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if settings.DEMO:
            context["demo_people"] = people.demo_users()
            context["demo_password"] = DEMO_PASSWORD
        return context
