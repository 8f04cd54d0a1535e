"""The citizen writes: the town's page with the form, the documents of consent, the sending."""

import base64
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.border.ports.errors import BorderError
from otklik.border.ports.messages import Attachment
from otklik.doors.web.public import consents, guards, sent_files
from otklik.doors.web.public.forms import MessageForm
from otklik.doors.web.visit import client_ip
from otklik.flow import hints, limits, photos
from otklik.flow.write import Consent, Written, write
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.kernel import clock
from otklik.register.cases import selectors as cases
from otklik.register.intake import selectors as intake

ACCOUNT = "webform"
_MONTH = timedelta(days=30)
_FIGURES_SECONDS = 600


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The only town's form, or the choice of a town."""
    towns = places.municipalities()
    if len(towns) == 1:
        return _page(request, towns[0])
    return render(request, "public/towns.html", {"towns": towns})


@require_http_methods(["GET", "HEAD", "POST"])
def town(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a town, and its sending."""
    found = town_of(code)
    if request.method == "POST":
        return _send(request, found)
    return _page(request, found)


@require_safe
def consent(request: HttpRequest, code: str, document: str) -> HttpResponse:
    """A document of consent, apart from all else (156-ФЗ, since 01.09.2025)."""
    found = town_of(code)
    try:
        shown = consents.document(document, found)
    except KeyError as error:
        raise Http404 from error
    return render(request, "public/consent.html", {"document": shown, **around(found)})


def town_of(code: str) -> MunicipalityView:
    found = places.municipality_by_code(code)
    if found is None:
        raise Http404
    return found


def around(found: MunicipalityView) -> dict[str, Any]:
    """What every page of a town shows at its top."""
    return {
        "the_town": found,
        "town_name": found.title,
        "public_url": reverse("public:town", args=[found.code]),
        "public_nav": [
            (_("Узнать, что с моим сообщением"), reverse("public:find")),
            (_("Личный приём"), reverse("public:reception", args=[found.code])),
        ],
    }


def _send(request: HttpRequest, found: MunicipalityView) -> HttpResponse:
    form = MessageForm(request.POST)
    form.is_valid()
    files = _files(request, form)
    key = _guarded(request, form)
    agreed = _consent(form, found)
    if form.errors:
        return _page(request, found, form=form, status=422)
    if not limits.spend(
        "write", client_ip(request), most=guards.MOST_MESSAGES, seconds=guards.MESSAGES_SECONDS
    ):
        form.add_error(
            None, _("С этого адреса пришло слишком много сообщений. Подождите час и отправьте снова.")
        )
        return _page(request, found, form=form, status=429)
    try:
        written = _write(request, found, _payload(form, key, files), agreed)
    except BorderError as error:
        form.add_error(None, str(error))
        return _page(request, found, form=form, status=422)
    return _receipt(written)


def _write(request: HttpRequest, found: MunicipalityView, body: bytes, agreed: Consent) -> Written:
    account = intake.open_account(found.id, ACCOUNT)
    if account is None:  # the form is closed in the settings
        raise Http404
    return write(account, body, consent=agreed, now=clock.now(), ip=client_ip(request))


def _receipt(written: Written) -> HttpResponseRedirect:
    address = reverse("public:sent", args=[written.number])
    return redirect(f"{address}?{urlencode({'code': written.public_code})}")


def _guarded(request: HttpRequest, form: MessageForm) -> str:
    """The key of the form; what looks like a machine is asked to press once more, and keeps its text."""
    if request.POST.get(guards.BAIT):
        form.add_error(None, _("Похоже на автоматическую отправку. Нажмите «Отправить» ещё раз."))
    try:
        return guards.read_key(request.POST.get("key", ""))
    except guards.Hasty:
        form.add_error(
            None, _("Отправка пришла слишком быстро. Проверьте текст и нажмите «Отправить» ещё раз.")
        )
    except guards.Stale:
        form.add_error(None, _("Форма была открыта очень давно. Нажмите «Отправить» ещё раз."))
    return ""


def _files(request: HttpRequest, form: MessageForm) -> tuple[Attachment, ...]:
    try:
        return sent_files.taken(request)
    except photos.BadFile as error:
        form.add_error("photo", str(error))
        return ()


def _consent(form: MessageForm, found: MunicipalityView) -> Consent:
    """What was agreed to, in the editions in force; who names himself must agree (152-ФЗ, ст. 9, ч. 1)."""
    given = {}
    for field, code in (("consent", consents.PROCESSING), ("publish", consents.PUBLICATION)):
        told = form.cleaned_data.get(field, "")
        if told and told != consents.document(code, found).edition:
            form.add_error(field, _("Текст согласия обновился. Прочитайте его и отметьте снова."))
        given[field] = told
    if form.is_personal and not given["consent"]:
        form.add_error(
            "consent",
            _("Чтобы оставить имя или контакты, отметьте согласие на их обработку. Или сотрите их."),
        )
    return Consent(processing=given["consent"] if form.is_personal else "", publication=given["publish"])


def _payload(form: MessageForm, key: str, files: Sequence[Attachment]) -> bytes:
    told = form.cleaned_data
    fields = {
        name: told[name] for name in ("text", "topic", "address", "lat", "lon", "name", "phone", "email")
    }
    fields |= {"key": key, "consent": bool(told["consent"]), "may_publish": bool(told["publish"])}
    fields["attachments"] = [
        {
            "name": one.name,
            "content_type": one.content_type,
            "content": base64.b64encode(one.content).decode("ascii"),
        }
        for one in files
    ]
    return json.dumps(fields, ensure_ascii=False).encode()


def _page(
    request: HttpRequest, found: MunicipalityView, *, form: MessageForm | None = None, status: int = 200
) -> HttpResponse:
    shown = form or MessageForm()
    text, topic = (str(shown.data.get(name, "")) for name in ("text", "topic"))
    context: dict[str, Any] = {
        "form": shown,
        "key": _key(form),
        "bait": guards.BAIT,
        "accept": photos.ACCEPT,
        "processing": consents.document(consents.PROCESSING, found),
        "publication": consents.document(consents.PUBLICATION, found),
        "figures": _figures(found),
        "errors": _errors(shown),
        "chosen": topic,
        **around(found),
    }
    if text.strip():
        seen = hints.hints(
            found.id,
            text,
            chosen=topic,
            address=str(shown.data.get("address", "")),
            lat=None,
            lon=None,
            now=clock.now(),
        )
        context |= {"topics": seen.topics, "alike": seen.alike, "seen": seen.seen}
    return render(request, "public/write.html", context, status=status)


def _key(form: MessageForm | None) -> str:
    """The key that came, as long as it is good, so that a corrected form is still the same form."""
    told = str(form.data.get("key", "")) if form is not None else ""
    try:
        guards.read_key(told)
    except guards.Stale:
        return guards.new_key()
    except guards.Hasty:
        return told
    return told


def _errors(form: MessageForm) -> list[tuple[str, str]]:
    """Pairs of a field's id and what is wrong with it, for the summary."""
    told = [("", str(one)) for one in form.non_field_errors()]
    for name, found in form.errors.items():
        if name != "__all__":
            told += [(f"id_{name}", str(one)) for one in found]
    return told


def _figures(found: MunicipalityView) -> dict[str, int]:
    """Thirty days of the town, counted at most once in ten minutes."""
    key = f"month:{found.id}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        told = cases.month_in_figures(found.id, since=clock.now() - _MONTH)
        kept = dict(zip(("received", "answered", "solved"), told, strict=True))
        cache.set(key, kept, _FIGURES_SECONDS)
    return kept
