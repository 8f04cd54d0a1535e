"""Addresses of the citizen's pages."""

from django.urls import path

from otklik.doors.web.public import following, helping, problems, rating, reception, writing

app_name = "public"
urlpatterns = [
    path("", writing.home, name="home"),
    path("t/<slug:code>/", writing.town, name="town"),
    path("t/<slug:code>/consent/<slug:document>/", writing.consent, name="consent"),
    path("t/<slug:code>/reception/", reception.reception, name="reception"),
    path("t/<slug:code>/hints/", helping.hints, name="hints"),
    path("t/<slug:code>/topics/", helping.topics, name="topics"),
    path("t/<slug:code>/addresses/", helping.addresses, name="addresses"),
    path("t/<slug:code>/map.json", helping.outline, name="outline"),
    path("s/<int:case_id>-<slug:code>/", following.short, name="short"),
    path("s/<int:case_id>-<slug:code>/qr.svg", following.code_picture, name="qr"),
    path("r/<int:case_id>-<slug:code>/", rating.short, name="short_rating"),
    path("about/<str:code>/", rating.questionnaire, name="questionnaire"),
    path("p/<slug:code>/", problems.problem, name="problem"),
    path("p/<slug:code>/follow/", problems.follow, name="follow"),
    path("p/<slug:code>/contact/", problems.leave_contact, name="leave_contact"),
    path("t/<slug:code>/following/", problems.followed, name="followed"),
    path("t/<slug:code>/follow/<int:case_id>/", problems.follow_case, name="follow_case"),
    path("c/", following.find, name="find"),
    path("c/<path:number>/sent/", following.sent, name="sent"),
    path("c/<path:number>/file/<int:attachment_id>/", following.file, name="file"),
    path("c/<path:number>/add/", following.add, name="add"),
    path("c/<path:number>/rate/", rating.rate_answer, name="rate"),
    path("c/<path:number>/", following.case, name="case"),
]
