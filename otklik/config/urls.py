"""Which address leads to which door."""

from django.urls import include, path

from otklik.doors.web import styleguide
from otklik.doors.web.desk import home, signin

urlpatterns = [
    path("", home.home, name="home"),
    path("town/", home.switch_town, name="town"),
    path("account/login/", signin.SignIn.as_view(), name="account_login"),
    path("account/", include("allauth.urls")),
    path("cases/", include("otklik.doors.web.terms.urls")),
    path("cases/", include("otklik.doors.web.desk.urls")),
    path("appeals/", include("otklik.doors.web.appeals.urls")),
    path("api/", include("otklik.doors.api.urls")),
    path("office/", include("otklik.doors.web.office.urls")),
    path("dash/", include("otklik.doors.web.dash.urls")),
    path("problems/", include("otklik.doors.web.mass.urls")),
    path("ratings/", include("otklik.doors.web.verdict.urls")),
    path("watch/", include("otklik.doors.web.watch.urls")),
    path("stages/", include("otklik.doors.web.stages.urls")),
    path("setup/", include("otklik.doors.web.setup.urls")),
    path("", include("otklik.doors.web.public.urls")),
    path("styleguide/progress", styleguide.styleguide_progress),
    path("styleguide/<str:page>", styleguide.styleguide),
]
