"""What a technician may set, and what is said when it cannot be used."""

import stat

import pytest

from otklik.config import environment
from otklik.config.environment import BadEnvironment


@pytest.fixture
def given(monkeypatch, tmp_path):
    """The environment read with these settings alone; the data folder is new."""
    for name in ("DATABASE", "SECRET_KEY", "DEMO", "DEBUG", "HTTPS", "HOSTS", "ORIGINS", "TILES", "EMAIL"):
        monkeypatch.delenv(f"OTKLIK_{name}", raising=False)
    monkeypatch.setenv("OTKLIK_DATA", str(tmp_path / "данные"))

    def read(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"OTKLIK_{name}", value)
        return environment.read()

    return read


def test_the_key_is_made_once_and_read_by_its_owner_alone(given):
    first = given()
    kept = first.data / "secret.key"
    assert len(first.secret_key) >= 64
    assert given().secret_key == first.secret_key == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [one.name for one in first.data.iterdir()] == ["secret.key"]


def test_a_key_that_is_given_leaves_no_file(given):
    assert given(SECRET_KEY="k" * 32).secret_key == "k" * 32
    with pytest.raises(BadEnvironment, match="OTKLIK_SECRET_KEY"):
        given(SECRET_KEY="k" * 31)


@pytest.mark.parametrize(
    ("value", "is_demo"),
    [("1", True), ("да", True), ("YES", True), ("", False), ("0", False), ("нет", False)],
)
def test_a_flag(given, value, is_demo):
    assert given(DEMO=value).is_demo is is_demo


def test_a_flag_that_is_none(given):
    with pytest.raises(BadEnvironment, match="OTKLIK_DEBUG"):
        given(DEBUG="maybe")


def test_production_is_the_default(given):
    told = given()
    assert (told.is_demo, told.is_debug, told.is_behind_https) == (False, False, False)


def test_a_list(given):
    assert given(HOSTS=" мцу.рф , ,uhta.ru").hosts == ("мцу.рф", "uhta.ru")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("", {"NAME": "/d/otklik.sqlite3"}),
        ("sqlite:////srv/o.db", {"NAME": "/srv/o.db"}),
        (
            "postgresql://u%40x:p%3Aw@db.local:6432/o",
            {"NAME": "o", "USER": "u@x", "PASSWORD": "p:w", "HOST": "db.local", "PORT": "6432"},
        ),
        ("postgres:///o?host=/run/pg", {"NAME": "o", "HOST": "/run/pg", "PORT": ""}),
    ],
)
def test_a_database(tmp_path, url, told):
    found = environment.database(url, type(tmp_path)("/d"))
    assert {name: found[name] for name in told} == told


def test_a_database_that_we_do_not_know(tmp_path):
    with pytest.raises(BadEnvironment, match="mysql"):
        environment.database("mysql://x", tmp_path)
