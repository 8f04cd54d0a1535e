"""Who is here, in which town, and what they may do: worked out once a request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone

from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Access, Action
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock

TOWN = "town"


@dataclass(frozen=True, slots=True)
class Visit:
    """A signed-in person's request. `now` is read once, so that all of a page tells one time."""

    user_id: int
    name: str
    access: Access
    town: MunicipalityView
    towns: tuple[int, ...]
    zone: ZoneInfo
    now: datetime
    ip: str

    @property
    def today(self) -> date:
        return self.now.astimezone(self.zone).date()

    def can(self, action: Action) -> bool:
        """Whether the action is permitted on anything at all in this town."""
        return self.access.can(action, self.town.id)


def visit(request: HttpRequest) -> Visit | None:
    """The visit of this request, None for a stranger; raises 403 for a person with no role anywhere."""
    if not request.user.is_authenticated:
        return None
    kept = getattr(request, "_visit", None)
    if kept is None:
        kept = _work_out(request)
        request._visit = kept  # type: ignore[attr-defined]  # one visit a request
    return cast(Visit, kept)


def _work_out(request: HttpRequest) -> Visit:
    now = clock.now()
    user_id = int(request.user.pk or 0)
    access = people.access(user_id, today=now.date())
    towns = tuple(sorted(access.municipality_ids()))
    if not towns:
        raise PermissionDenied("У вас пока нет роли. Попросите руководителя центра добавить вас в состав.")
    chosen = request.session.get(TOWN)
    town = places.municipality(chosen if chosen in towns else towns[0])
    return Visit(
        user_id=user_id,
        name=request.user.get_full_name(),  # type: ignore[union-attr]  # signed in, so a User
        access=access,
        town=town,
        towns=towns,
        zone=ZoneInfo(town.timezone),
        now=now,
        ip=client_ip(request),
    )


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    """A fragment asked for after the session is lost sends the whole page to the sign-in."""
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(request.get_full_path())
    whence = urlsplit(request.headers.get("HX-Current-URL", "/"))
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = redirect_to_login(urlunsplit(("", "", whence.path, whence.query, ""))).url
    return answer


def client_ip(request: HttpRequest) -> str:
    """The address the request came from; behind our own HTTPS server, the one that server saw."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return str(told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))


P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def staff(action: Action | None = None) -> Callable[[StaffView[P]], View[P]]:
    """A page for the centre's people: a stranger goes to the sign-in, a person without the right gets 404."""

    def wrap(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def page(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            found = visit(request)
            if found is None:
                return _to_sign_in(request)
            if request.user.must_change_password:  # type: ignore[union-attr]  # signed in, so a User
                return redirect("account_change_password")
            if action is not None and not found.can(action):
                raise Http404
            with timezone.override(found.zone):
                return view(request, found, *args, **kwargs)

        return page  # type: ignore[return-value]  # the wrapper is called as the view is

    return wrap
