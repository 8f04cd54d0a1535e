"""Addresses of the recipient's office."""

from django.urls import path

from otklik.doors.web.office import acting, card, queue

app_name = "office"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("file/<int:attachment_id>/", card.waiting_file, name="file"),
    path("<path:number>/draft/", acting.draft, name="draft"),
    path("<path:number>/remarks/", acting.look, name="remarks"),
    path("<path:number>/person/", card.person, name="person"),
    path("<path:number>/act/<slug:act>/", acting.act, name="act"),
    path("<path:number>/", card.case, name="case"),
]
