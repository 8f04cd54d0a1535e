"""What every test may ask for."""

from pathlib import Path

import hypothesis
import pytest
from django.conf import settings


def pytest_configure() -> None:
    """Passwords of tests are hashed quickly: a slow hash is no part of what is tested. No example of a
    property is timed: a busy machine says nothing of it."""
    slow = [hypothesis.HealthCheck.too_slow]
    hypothesis.settings.register_profile("otklik", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("otklik")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that fork run apart: a library's threads, begun by other tests, would lock their children."""
    for item in items:
        if {"installation", "prepared"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("processes")


SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """The folder of real data beside the checkout; the test is skipped where it is absent."""
    if not (SHARED / "data").is_dir():
        pytest.skip("no real data beside the checkout")
    return SHARED
