"""What a citizen does at the form, for the tests of this folder."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from otklik.doors.web.public import consents
from otklik.ground.places.selectors import MunicipalityView

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
TEXT = "Во дворе дома 3 по улице Садовой третий день не горит фонарь"


@contextmanager
def at(moment: datetime = START) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


def opened_form(client: Client, town: MunicipalityView, *, now: datetime = START) -> dict[str, str]:
    """The hidden fields of the form, rendered at that moment."""
    with at(now):
        page = client.get(reverse("public:town", args=[town.code])).content.decode()
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return {"key": found[1]}


def send(
    client: Client,
    town: MunicipalityView,
    *,
    hidden: dict[str, str] | None = None,
    after: timedelta = timedelta(seconds=40),
    **fields: object,
) -> HttpResponse:
    """Fill in the form and send it so long after it was opened."""
    hidden = hidden or opened_form(client, town)
    with at(START + after):
        return client.post(reverse("public:town", args=[town.code]), {"text": TEXT, **hidden, **fields})


def consent(town: MunicipalityView, document: str = consents.PROCESSING) -> str:
    """The value of the box: the edition of the document."""
    return consents.document(document, town).edition


def receipt(answer: HttpResponse) -> tuple[str, str]:
    """Number and code from the address the form leads to."""
    assert answer.status_code == 302, answer.content.decode()[:2000]
    parts = urlsplit(answer["Location"])
    return unquote(parts.path.split("/")[2]), parse_qs(parts.query)["code"][0]
