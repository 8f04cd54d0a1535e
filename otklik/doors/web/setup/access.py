"""Who may open a page of settings: the right must be held for the whole town, not for a block of it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

from otklik.doors.web.visit import P, StaffView, View, Visit, staff
from otklik.ground.people.roles import Action


def holds(visit: Visit, action: Action) -> bool:
    """Whether the action is permitted on everything in the town."""
    return any(grant.is_whole_town for grant in visit.access.of(action, visit.town.id))


def keeper(action: Action) -> Callable[[StaffView[P]], View[P]]:
    """As `staff`, for pages that change the whole town; the rest get 404."""

    def wrap(view: StaffView[P]) -> View[P]:
        def page(
            request: HttpRequest, visit: Visit, /, *args: P.args, **kwargs: P.kwargs
        ) -> HttpResponseBase:
            if not holds(visit, action):
                raise Http404
            return view(request, visit, *args, **kwargs)

        return staff(action)(page)

    return wrap
