"""Addresses of letters, of the journal of outgoing, of parts and of what stands beside an answer."""

from django.urls import path

from otklik.doors.web.desk import beside, letters, outgoing, parts

urlpatterns = [
    path("outgoing/", outgoing.journal, name="outgoing"),
    path("outgoing/file.csv", outgoing.export, name="outgoing_file"),
    path("<path:number>/letters/", letters.of_case, name="letters"),
    path("<path:number>/letters/new/<slug:kind>/", letters.new, name="new_letter"),
    path("<path:number>/letters/<int:letter_id>/", letters.letter, name="letter"),
    path("<path:number>/letters/<int:letter_id>/file.<slug:form>", letters.file, name="letter_file"),
    path("<path:number>/letters/<int:letter_id>/sent/", letters.sent, name="letter_sent"),
    path("<path:number>/letters/<int:letter_id>/annul/", letters.annul, name="letter_annul"),
    path("<path:number>/beside/", beside.beside, name="beside"),
    path("<path:number>/parts/", parts.parts, name="parts"),
    path("<path:number>/parts/<slug:act>/", parts.act, name="part_act"),
]
