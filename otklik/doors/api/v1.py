"""Version 1 of the API: a message in, its state out, pushes of channels."""

from typing import cast

from django.http import Http404, HttpRequest
from ninja import NinjaAPI, Query
from ninja.renderers import JSONRenderer
from ninja.responses import Status

from otklik.doors.api import errors
from otklik.doors.api.schemas import (
    Guess,
    HookOut,
    MessageIn,
    MessageOut,
    Refusal,
    StatusOut,
    Utterance,
)
from otklik.doors.api.tokens import ChannelToken
from otklik.flow import author, channels, limits, photos
from otklik.flow.write import Consent, write
from otklik.kernel import clock
from otklik.register.catalog import selectors as catalog
from otklik.register.intake.selectors import AccountView

_READS, _READS_SECONDS = 120, 60
_REFUSALS = {422: Refusal, 401: Refusal, 400: Refusal}
_BY_API = "api"


class Readable(JSONRenderer):
    """Russian as it is written, not as escapes."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Readable(),
    title="Отклик",
    version="1",
    description="Приём сообщений жителей и их состояние. Ошибки приходят как `detail` и `errors` по-русски.",
    docs_url=None,
    urls_namespace="api-1",
)
errors.attach(api)


@api.post(
    "/messages",
    auth=ChannelToken(),
    response={201: MessageOut, 200: MessageOut, **_REFUSALS},
    summary="Принять сообщение",
)
def send(request: HttpRequest, payload: MessageIn) -> Status[MessageOut]:
    """The message is registered, triaged, timed and routed before the answer."""
    account = _account(request)
    photos.take_encoded([(one.name, one.content) for one in payload.attachments])
    written = write(
        account,
        request.body,
        consent=Consent(
            processing=_BY_API if payload.consent else "", publication=_BY_API if payload.may_publish else ""
        ),
        now=clock.now(),
        ip=str(request.META.get("REMOTE_ADDR", "")),
    )
    topic = catalog.last_read(account.municipality_id).topics.get(written.topic_id or 0)
    told = MessageOut(
        number=written.number,
        public_code=written.public_code,
        due_at=written.due_at,
        topic=Guess(code=topic.code, title=topic.title) if topic else None,
        is_new=written.is_new,
    )
    return Status(201 if written.is_new else 200, told)


@api.get(
    "/messages/{path:number}",
    auth=None,
    response={200: StatusOut, 404: Refusal, 429: Refusal, 422: Refusal},
    summary="Состояние сообщения",
)
def state(request: HttpRequest, number: str, code: str = Query(..., max_length=40)) -> StatusOut:  # type: ignore[type-arg]
    """As the author sees it, by the number and the secret code of the receipt."""
    ip = str(request.META.get("REMOTE_ADDR", ""))
    if not limits.spend("api-read", ip, most=_READS, seconds=_READS_SECONDS):
        raise author.TooManyTries
    seen = author.open_case(number, code, ip=ip, now=clock.now())
    return StatusOut(
        number=seen.number,
        state=seen.state,
        is_open=seen.is_open,
        received_at=seen.received_at,
        due_at=seen.due_at,
        promised_on=seen.promised_on,
        rating=seen.rating,
        posts=[Utterance(kind=one.kind, is_mine=one.is_mine, at=one.at, text=one.text) for one in seen.posts],
    )


@api.post(
    "/hooks/{slug:account_code}",
    auth=ChannelToken(),
    response={200: HookOut, 404: Refusal, **_REFUSALS},
    summary="Принять посылку канала",
)
def hook(request: HttpRequest, account_code: str) -> HookOut:
    """The body goes to the adapter of the channel as it came."""
    account = _account(request)
    if account.code != account_code:
        raise Http404
    taken = channels.push_to(account, request.body, dict(request.headers), now=clock.now())
    numbers = [one.number for one in taken if one.number]
    return HookOut(taken=len(numbers), numbers=numbers)


def _account(request: HttpRequest) -> AccountView:
    return cast(AccountView, request.auth)  # type: ignore[attr-defined]  # set by ninja
