"""Addresses of the desk."""

from django.urls import path

from otklik.doors.web.desk import bulk, export, queue

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("conditions/", queue.conditions, name="conditions"),
    path("act/", bulk.bulk, name="bulk"),
    path("views/", queue.save_view, name="save_view"),
    path("views/<int:view_id>/forget/", queue.forget_view, name="forget_view"),
    path("export/<str:form>/", export.export, name="export"),
    path("new/phone/", queue.queue, name="hotline"),
    path("new/", queue.queue, name="entry"),
    path("<str:number>/", queue.queue, name="case"),
]
