"""The key of a channel for programs: issued on its page, told once, journalled without the key."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from otklik.ground.audit.models import Entry
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.intake import selectors as intake
from tests.builders import a_person, a_town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> None:
    settings.DATA, settings.LAKE = tmp_path, tmp_path / "lake"


@pytest.fixture
def town() -> MunicipalityView:
    return a_town()


@pytest.fixture
def head(client: Client, town: MunicipalityView) -> Client:
    client.force_login(a_person(("centre_head",), town=town))
    return client


def page_of(town: MunicipalityView, code: str) -> str:
    account = intake.account(town.id, code)
    assert account is not None
    return f"/setup/channels/{account.id}/"


def issued(client: Client, address: str) -> str:
    page = client.post(f"{address}token/")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert "Скопируйте сейчас" in page.content.decode()
    (token,) = re.findall(r"otk_\d+_[\w-]{40,}", page.content.decode())
    return str(token)


def test_ключ_выдаётся_и_заменяется(head: Client, town: MunicipalityView) -> None:
    address = page_of(town, "webform")
    assert "Ключ ещё не выдан" in head.get(address).content.decode()
    first = issued(head, address)
    account = intake.account_of_token(first)
    assert account is not None and (account.municipality_id, account.code) == (town.id, "webform")
    page = head.get(address).content.decode()
    assert "прежний сразу перестанет работать" in page
    assert first not in page
    second = issued(head, address)
    assert intake.account_of_token(first) is None
    assert intake.account_of_token(second) == account


def test_ключ_открывает_программам_дверь(head: Client, town: MunicipalityView) -> None:
    token = issued(head, page_of(town, "webform"))
    sent = Client().post(
        "/api/v1/messages",
        json.dumps({"text": "Яма на улице Садовой, 3"}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token}"},
    )
    assert sent.status_code == 201, sent.content.decode()


def test_журнал_знает_кто_выдал_но_не_ключ(head: Client, town: MunicipalityView) -> None:
    token = issued(head, page_of(town, "webform"))
    (entry,) = Entry.objects.filter(action="issue_token")
    assert entry.actor_id == int(head.session["_auth_user_id"])
    everything = " ".join(str(value) for value in Entry.objects.filter(id=entry.id).values().get().values())
    assert token.rpartition("_")[2] not in everything
    assert "выдан ключ доступа" in head.get("/setup/journal/").content.decode()


def test_канал_без_программ_ключа_не_имеет(head: Client, town: MunicipalityView) -> None:
    address = page_of(town, "paper")
    assert "Выдать ключ" not in head.get(address).content.decode()
    assert head.post(f"{address}token/").status_code == 404


def test_ключ_чужого_города_и_чужой_роли(head: Client, town: MunicipalityView) -> None:
    other = a_town("nearby", title="Город Соседний")
    assert head.post(f"{page_of(other, 'webform')}token/").status_code == 404
    operator = Client()
    operator.force_login(a_person(("operator",), town=town))
    assert operator.post(f"{page_of(town, 'webform')}token/").status_code in (403, 404)
    assert head.get(f"{page_of(town, 'webform')}token/").status_code == 405
    assert not Entry.objects.filter(action="issue_token").exists()
