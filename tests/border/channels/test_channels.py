"""The web form, the hotline and the demonstration channel."""

import base64
import json

import pytest

from otklik.border.channels.demo import Demo
from otklik.border.channels.phone import Phone
from otklik.border.channels.webform import Webform
from otklik.border.ports.errors import Refused, Unreadable
from otklik.border.ports.messages import Stream
from tests.border.channels.conformance import CHECKS, NOW, Conformance


def a_form(**fields: object) -> bytes:
    return json.dumps({"key": "k1", "text": "Яма во дворе", **fields}, ensure_ascii=False).encode()


PAYLOADS = (
    a_form(address="ул. Мира, 5", lat=54.23, lon="49,58", topic="Ямы"),
    a_form(key="k2", text="👩‍🔧 <script>alert(1)</script>\r\nвторая строка"),
    a_form(key="", text="без ключа"),
    a_form(
        key="k3",
        attachments=[
            {"name": "яма.jpg", "content_type": "image/jpeg", "content": base64.b64encode(b"jpeg").decode()}
        ],
    ),
)
BROKEN = (
    b"",
    b"\xff\xfe",
    b"[]",
    b'{"text": ',
    a_form(text=""),
    a_form(text=" \n\u200b"),
    a_form(text={"a": 1}),
    a_form(lat="север"),
    a_form(lat=91),
    a_form(lon=float("nan")),
    a_form(attachments=[{"name": "a", "content": "не base64"}]),
    a_form(attachments=[{}] * 11),
    b"[" * 100_000,
)
CHANNELS = [Conformance(channel, PAYLOADS, BROKEN) for channel in (Webform(), Phone(), Demo())]


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("conformance", CHANNELS, ids=lambda conformance: conformance.channel.kind)
def test_conformance(conformance, check):
    getattr(conformance, check)()


def parsed(channel, body):
    (inbound,) = channel.parse(body, {}, now=NOW)
    return inbound


def test_the_form_is_read_whole():
    body = a_form(
        topic="Ямы", address="ул. Мира, 5", lat=54.23, lon=49.58, name="И. И.", phone="+7 900 000-00-00",
        email="a@example.org", consent=True, may_publish="on",
    )  # fmt: skip
    inbound = parsed(Webform(), body)
    assert (inbound.topic, inbound.place.text, inbound.place.lat, inbound.place.lon) == (
        "Ямы",
        "ул. Мира, 5",
        54.23,
        49.58,
    )
    assert (inbound.author.name, inbound.author.phone, inbound.author.email) == (
        "И. И.",
        "+7 900 000-00-00",
        "a@example.org",
    )
    assert inbound.may_publish and inbound.received_at == NOW and inbound.stream is Stream.DIGITAL


def test_who_names_himself_must_agree():
    with pytest.raises(Refused, match="согласитесь"):
        parsed(Webform(), a_form(phone="+7 900 000-00-00"))
    assert parsed(Webform(), a_form()).author.phone == ""


def test_the_hotline_is_a_stream_of_its_own():
    inbound = parsed(Phone(), a_form(name="М.", phone="89000000000", street="улица Мира", house="5"))
    assert (inbound.stream, inbound.channel, inbound.place.house) == (Stream.HOTLINE, "phone", "5")


def test_a_text_beyond_the_limit_is_cut_and_says_so():
    assert len(parsed(Demo(), a_form(text="Ы" * 100_000)).text) == 100_000
    cut = parsed(Demo(), a_form(text="Ы" * 100_001)).text
    assert len(cut) == 100_000 and cut.endswith("конец не принят.]")


def test_the_name_of_a_file_is_a_name_and_not_a_path():
    attachment = {"name": "../../etc/passwd", "content": base64.b64encode(b"a").decode()}
    assert parsed(Demo(), a_form(attachments=[attachment])).attachments[0].name == "passwd"


def test_the_body_has_a_limit():
    with pytest.raises(Unreadable, match="64 МБ"):
        parsed(Demo(), b" " * (64 * 1024 * 1024 + 1))
