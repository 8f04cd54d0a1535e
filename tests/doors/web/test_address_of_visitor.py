"""Limits and lockouts count by the visitor's own address, also behind a server of ours."""

from typing import Any

import pytest
from django.test import RequestFactory

from otklik.doors.web.visit import client_ip

TOLD = "6.6.6.6, 10.0.0.7"  # the first was made up by the visitor, the last was seen by our server


@pytest.mark.parametrize(
    ("behind", "told", "seen"),
    [
        (None, "", "127.0.0.1"),
        (None, TOLD, "127.0.0.1"),
        (("HTTP_X_FORWARDED_PROTO", "https"), TOLD, "10.0.0.7"),
        (("HTTP_X_FORWARDED_PROTO", "https"), "", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_own_server_saw(
    settings: Any, behind: tuple[str, str] | None, told: str, seen: str
) -> None:
    settings.SECURE_PROXY_SSL_HEADER = behind
    headers = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert client_ip(RequestFactory().get("/", **headers)) == seen
