"""What the description of the API promises is what the API does, for requests nobody thought of."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from pytest_django.fixtures import Settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake
from tests import builders

CHECKS = [not_a_server_error, content_type_conformance, response_schema_conformance, status_code_conformance]
EXAMPLES = 10


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The end of a request would close the connection that the test's transaction is in."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", list(GenerationMode), ids=["верные", "неверные"])
def test_description_holds(settings: Settings, tmp_path: Path, mode: GenerationMode) -> None:
    settings.FILES = tmp_path
    account = intake_read.account(builders.a_town().id, "webform")
    assert account is not None
    token = intake.issue_token(account.id, now=builders.NOW)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
    seen = 0
    for found in schema.get_all_operations():
        operation = found.ok()

        @given(case=operation.as_strategy(generation_mode=mode))
        @examples(
            max_examples=EXAMPLES, deadline=None, database=None, suppress_health_check=list(HealthCheck)
        )
        def holds(case: Case) -> None:
            cache.clear()
            case.headers = {**(case.headers or {}), "Authorization": f"Bearer {token}"}
            case.call_and_validate(checks=CHECKS)

        holds()
        seen += 1
    assert seen == 3
