"""Attachments: pictures are shown, everything else is only downloaded, and nothing is trusted."""

from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase

from otklik.doors.web.desk.thread import PICTURES
from otklik.doors.web.visit import Visit, staff
from otklik.flow import seeing
from otklik.ground.people.roles import Action
from otklik.register.cases import files
from otklik.register.cases import selectors as cases


@staff(Action.SEE_PERSONAL)
def file(request: HttpRequest, visit: Visit, attachment_id: int) -> HttpResponseBase:
    """The bytes as they came, under the type they claim only where that type is a picture."""
    try:
        row = cases.attachment(visit.access, attachment_id, municipality_id=visit.town.id)
    except cases.NotFound as error:
        raise Http404 from error
    path = files.path_of(row.sha256)
    if not path.is_file():
        raise Http404
    seeing.file(
        row.case_id, row.id, municipality_id=visit.town.id, now=visit.now, actor_id=visit.user_id, ip=visit.ip
    )
    is_shown = row.content_type in PICTURES and request.GET.get("view") == "1"
    kind = row.content_type if is_shown else "application/octet-stream"
    response = FileResponse(path.open("rb"), content_type=kind)
    way = "inline" if is_shown else "attachment"
    response["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(row.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=3600"
    return response
