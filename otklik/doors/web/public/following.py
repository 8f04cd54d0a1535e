"""The citizen follows: the receipt, the page of a case by number and code, an addition."""

import io
from typing import Any
from zoneinfo import ZoneInfo

import segno
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from otklik.doors.web.public import guards, sent_files
from otklik.doors.web.public.thread import PICTURES, lines
from otklik.doors.web.public.writing import around
from otklik.doors.web.visit import client_ip
from otklik.flow import author, photos, receive
from otklik.flow.author import AuthorsCase, TooManyTries, UnknownCase
from otklik.ground.places import selectors as places
from otklik.kernel import clock
from otklik.register.cases import files

STARS = (
    (1, gettext_lazy("плохо")), (2, gettext_lazy("слабо")), (3, gettext_lazy("сносно")),
    (4, gettext_lazy("хорошо")), (5, gettext_lazy("отлично")),
)  # fmt: skip


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Number and code asked for; both given lead to the page of the case."""
    number, code = request.GET.get("number", "").strip(), request.GET.get("code", "").strip()
    if number and code:
        return redirect(address("public:case", number, code))
    return ask(request, number=number)


@require_safe
def sent(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt: number, code, what happens next, a link to keep."""
    return _with_case(request, number, "public/sent.html")


@require_safe
def short(request: HttpRequest, case_id: int, code: str) -> HttpResponse:
    """The short link of the receipt leads to the page of the case."""
    try:
        number = author.number_of(case_id, code, ip=client_ip(request))
    except (UnknownCase, TooManyTries) as error:
        raise Http404 from error
    return redirect(address("public:case", number, code))


@require_safe
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The page of the case, or the question for its code."""
    if not request.GET.get("code"):
        return ask(request, number=number)
    return _with_case(request, number, "public/case.html")


@require_safe
def code_picture(request: HttpRequest, case_id: int, code: str) -> HttpResponse:
    """The short link as a QR code, dark on white in any theme so that every camera reads it."""
    link = request.build_absolute_uri(reverse("public:short", args=[case_id, code[:20]]))
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", scale=4, border=3, light="#fff")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


@require_safe
def file(request: HttpRequest, number: str, attachment_id: int) -> HttpResponse | FileResponse:
    """A photo or a document of the correspondence."""
    try:
        found, digest = author.file_of(
            number, request.GET.get("code", ""), attachment_id, ip=client_ip(request), now=clock.now()
        )
    except (UnknownCase, TooManyTries) as error:
        raise Http404 from error
    path = files.path_of(digest)
    if not path.exists():
        raise Http404
    is_picture = found.content_type in PICTURES
    kind = found.content_type if is_picture else "application/octet-stream"
    answer = FileResponse(
        path.open("rb"), content_type=kind, filename=found.name, as_attachment=not is_picture
    )
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@require_POST
def add(request: HttpRequest, number: str) -> HttpResponse:
    """A few words or photos more to an open case."""
    seen = opened(request, number, request.POST.get("code", ""))
    if isinstance(seen, HttpResponse):
        return seen
    text = request.POST.get("text", "").replace("\x00", "").strip()
    error = _added(request, seen, text)
    if error:
        return show(request, seen, "public/case.html", add_error=error, add_text=text, status=422)
    return back(seen, request.POST["code"], "added")


def _added(request: HttpRequest, seen: AuthorsCase, text: str) -> str:
    """Take the addition in; what is wrong, in Russian, or nothing."""
    if not seen.is_open:
        return _(
            "Ответ уже дан. Если вопрос не решён, поставьте оценку и напишите почему: он вернётся в работу."
        )
    if not text and not request.FILES:
        return _("Напишите, что добавить, или приложите фотографию.")
    try:
        key = guards.read_key(request.POST.get("key", ""))
        taken = sent_files.taken(request)
    except (guards.Hasty, guards.Stale):
        return _("Не удалось отправить с первого раза. Текст сохранён, нажмите «Дополнить» ещё раз.")
    except photos.BadFile as error:
        return str(error)
    receive.add_comment(seen.id, key=key, text=text or _("Фотографии"), files=taken, now=clock.now())
    return ""


def _with_case(request: HttpRequest, number: str, template: str) -> HttpResponse:
    seen = opened(request, number, request.GET.get("code", ""))
    if isinstance(seen, HttpResponse):
        return seen
    return show(request, seen, template)


def opened(request: HttpRequest, number: str, code: str) -> AuthorsCase | HttpResponse:
    """The case, or the page that says why it is not shown."""
    try:
        return author.open_case(number, code, ip=client_ip(request), now=clock.now())
    except TooManyTries:
        told = _("Код введён неверно слишком много раз. Подождите 15 минут и попробуйте снова.")
        return ask(request, number=number, error=told, status=429)
    except UnknownCase:
        told = _("Такого сочетания номера и кода нет. Проверьте код: в нём нет букв О и I и цифр 0 и 1.")
        return ask(request, number=number, error=told, status=404)


def ask(request: HttpRequest, *, number: str, error: str = "", status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {"number": number, "error": error}
    towns = places.municipalities()
    if len(towns) == 1:
        context |= around(towns[0])
    return render(request, "public/find.html", context, status=status)


def show(
    request: HttpRequest, seen: AuthorsCase, template: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    town = places.municipality(seen.municipality_id)
    code = (request.POST.get("code") or request.GET.get("code", "")).strip().upper()
    context: dict[str, Any] = {
        "case": seen,
        "code": code,
        "link": request.build_absolute_uri(reverse("public:short", args=[seen.id, code])),
        "steps": [_("Приняли"), _("Передали"), _("Решают"), _("Ответ")],
        "stars": STARS,
        "key": guards.new_key(),
        "done": request.GET.get("done", ""),
        "accept": photos.ACCEPT,
        **around(town),
        **more,
    }
    zone = ZoneInfo(town.timezone)
    context["posts"] = lines(seen, code, now=clock.now().astimezone(zone))
    context["last_answers"] = [one for one in context["posts"] if one.kind == "ours"][-1:]
    with timezone.override(zone):
        return render(request, template, context, status=status)


def address(name: str, number: str, code: str, **more: str) -> str:
    return f"{reverse(name, args=[number])}?{urlencode({'code': code, **more})}"


def back(seen: AuthorsCase, code: str, done: str) -> HttpResponseRedirect:
    return redirect(address("public:case", seen.number, code, done=done))
