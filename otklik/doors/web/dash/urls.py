"""Addresses of the head's screen and of reports."""

from django.urls import path

from otklik.doors.web.dash import behind, head, monthly, reports, versions, yearly

app_name = "dash"
urlpatterns = [
    path("", head.head, name="head"),
    path("cases/<str:figure>/", behind.behind, name="behind"),
    path("reports/", reports.reports_list, name="reports"),
    path("reports/monthly/<str:month>/", monthly.monthly, name="monthly"),
    path("reports/monthly/<str:month>/<int:number>/", behind.indicator, name="indicator"),
    path("reports/monthly/<str:month>/<int:number>/enter/", monthly.enter, name="enter"),
    path("reports/monthly/<str:month>/freeze/", monthly.freeze, name="freeze_monthly"),
    path("reports/monthly/<str:month>/file.<str:kind>", versions.download_monthly, name="monthly_file"),
    path("reports/yearly/<int:year>/", yearly.yearly, name="yearly"),
    path("reports/yearly/<int:year>/<int:number>/", behind.target, name="target"),
    path("reports/yearly/<int:year>/plan/", yearly.set_plan, name="plan"),
    path("reports/yearly/<int:year>/reasons/", yearly.explain, name="reasons"),
    path("reports/yearly/<int:year>/freeze/", yearly.freeze, name="freeze_yearly"),
    path("reports/yearly/<int:year>/file.<str:kind>", versions.download_yearly, name="yearly_file"),
    path("reports/versions/<int:snapshot_id>/", versions.version, name="version"),
    path("reports/versions/<int:snapshot_id>/sign/", versions.sign, name="sign"),
    path(
        "reports/versions/<int:snapshot_id>/file.<str:kind>", versions.download_version, name="version_file"
    ),
]
