"""Addresses of the desk."""

from django.urls import path

from otklik.doors.web.desk import (
    acts,
    answering,
    bulk,
    card,
    entry,
    export,
    files,
    history,
    hotline,
    lookup,
    place,
    queue,
    signs,
)

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("conditions/", queue.conditions, name="conditions"),
    path("act/", bulk.bulk, name="bulk"),
    path("views/", queue.save_view, name="save_view"),
    path("views/<int:view_id>/forget/", queue.forget_view, name="forget_view"),
    path("export/<str:form>/", export.export, name="export"),
    path("files/<int:attachment_id>/", files.file, name="file"),
    path("find/topics/", lookup.topics_found, name="find_topics"),
    path("find/recipients/", lookup.recipients_found, name="find_recipients"),
    path("find/addresses/", lookup.addresses, name="addresses"),
    path("find/point/", place.point, name="point"),
    path("find/houses/", place.houses, name="houses"),
    path("new/phone/", hotline.hotline, name="hotline"),
    path("new/phone/hints/", hotline.hints, name="hotline_hints"),
    path("new/", entry.entry, name="entry"),
    path("<path:number>/dictated/", hotline.dictated, name="dictated"),
    path("<path:number>/act/<slug:code>/", acts.act, name="act"),
    path("<path:number>/ask/<slug:code>/", acts.sheet, name="sheet"),
    path("<path:number>/signs/<slug:kind>/", signs.judge, name="sign"),
    path("<path:number>/person/", card.person, name="person"),
    path("<path:number>/near/", card.near, name="near"),
    path("<path:number>/history/", history.history, name="history"),
    path("<path:number>/place/", place.place, name="place"),
    path("<path:number>/draft/", answering.draft, name="draft"),
    path("<path:number>/remarks/", answering.look, name="remarks"),
    path("<path:number>/answer/", answering.answer, name="answer"),
    path("<path:number>/templates/", answering.templates, name="templates"),
    path("<path:number>/templates/<int:template_id>/", answering.template, name="template"),
    path("<path:number>/go/<slug:way>/", card.neighbour, name="neighbour"),
    path("<path:number>/", card.case, name="case"),
]
