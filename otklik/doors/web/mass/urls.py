"""Addresses of mass problems and likenesses."""

from django.urls import path

from otklik.doors.web.desk import likes
from otklik.doors.web.mass import acts, contacts, lists, page, runs

app_name = "mass"
urlpatterns = [
    path("", lists.problems, name="problems"),
    path("like/<path:number>/", likes.judge, name="judge"),
    path("new/", acts.begin, name="begin"),
    path("runs/<int:run_id>/", runs.progress, name="progress"),
    path("<int:outbreak_id>/", page.problem, name="problem"),
    path("<int:outbreak_id>/map.json", page.points, name="points"),
    path("<int:outbreak_id>/state/<slug:state>/", acts.state, name="state"),
    path("<int:outbreak_id>/edit/", acts.edit, name="edit"),
    path("<int:outbreak_id>/member/<int:case_id>/", acts.member, name="member"),
    path("<int:outbreak_id>/confirm/", acts.confirm_all, name="confirm_all"),
    path("<int:outbreak_id>/add/", acts.add, name="add"),
    path("<int:outbreak_id>/merge/", acts.merge, name="merge"),
    path("<int:outbreak_id>/split/", acts.split, name="split"),
    path("<int:outbreak_id>/contacts/", contacts.contacts, name="contacts"),
    path("<int:outbreak_id>/contacts/<int:follower_id>/", contacts.told, name="told"),
    path("<int:outbreak_id>/do/<slug:code>/", runs.order, name="order"),
]
