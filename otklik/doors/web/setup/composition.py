"""The composition of the centre: a table to print as the annex of a decree, on the screen and as a file."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from otklik.doors.web.dash.sheet import sheet
from otklik.doors.web.setup.access import keeper
from otklik.doors.web.visit import Visit
from otklik.ground.audit import services as audit
from otklik.ground.people import selectors as people
from otklik.ground.people.roles import Action
from otklik.insight.reports import selectors as reports
from otklik.insight.reports.form import Filled
from otklik.insight.reports.forms import composition as annex
from otklik.insight.reports.render import CONTENT_TYPES, RENDERERS
from otklik.register.catalog import selectors as catalog

_KINDS = ("docx", "pdf", "xlsx")


@keeper(Action.EDIT_PEOPLE)
def composition(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    return render(request, "setup/composition.html", {"sheet": sheet(_filled(visit)), "kinds": _KINDS})


@keeper(Action.EDIT_PEOPLE)
def download(request: HttpRequest, visit: Visit, kind: str) -> HttpResponseBase:
    if kind not in _KINDS:
        raise Http404
    filled = _filled(visit)
    name = f"{filled.file_name}.{kind}"
    audit.record(
        action="download_report", subject="report", subject_id=name, now=visit.now,
        municipality_id=visit.town.id, actor_id=visit.user_id, ip=visit.ip,
    )  # fmt: skip
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(RENDERERS[kind](filled), content_type=CONTENT_TYPES[kind], headers=headers)


def _filled(visit: Visit) -> Filled:
    blocks = {one.code: one.title for one in catalog.snapshot(visit.town.id).blocks.values()}
    posts = [
        (
            _role(post.role, blocks.get(post.block_code, ""), post.organisation),
            post.person,
            post.position,
            post.act,
        )
        for post in people.composition(visit.town.id, today=visit.today)
    ]
    centre = reports.centre(visit.town.id, today=visit.today)
    return annex.fill(posts, today=visit.today, municipality=visit.town.code, centre=centre)


def _role(title: str, block: str, organisation: str) -> str:
    place = f"«{block}»" if block else organisation
    return f"{title}: {place}" if place else title
