"""The settings a technician may give through the environment, read once and checked."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class BadEnvironment(RuntimeError):
    """A setting in the environment cannot be used; the message is Russian and names the setting."""


@dataclass(frozen=True, slots=True)
class Environment:
    """`data` is the one folder that holds the database, files, lake and models."""

    data: Path
    database: str
    secret_key: str
    hosts: tuple[str, ...]
    origins: tuple[str, ...]
    is_demo: bool
    is_debug: bool
    is_behind_https: bool
    tiles_url: str
    email_url: str


def read() -> Environment:
    """The environment of this process; raises `BadEnvironment`."""
    data = Path(os.environ.get("OTKLIK_DATA", "var")).absolute()
    return Environment(
        data=data,
        database=os.environ.get("OTKLIK_DATABASE", ""),
        secret_key=_secret_key(data),
        hosts=_list("OTKLIK_HOSTS", "127.0.0.1,localhost,[::1],testserver"),
        origins=_list("OTKLIK_ORIGINS", ""),
        is_demo=_flag("OTKLIK_DEMO"),
        is_debug=_flag("OTKLIK_DEBUG"),
        is_behind_https=_flag("OTKLIK_HTTPS"),
        tiles_url=os.environ.get("OTKLIK_TILES", ""),
        email_url=os.environ.get("OTKLIK_EMAIL", ""),
    )


def database(url: str, data: Path) -> dict[str, object]:
    """Django's description of the database; an empty `url` means SQLite in the data folder."""
    if not url:
        url = f"sqlite:///{data / 'otklik.sqlite3'}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": parts.path[1:] if parts.path.startswith("//") else parts.path,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;"
                    "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
                    "PRAGMA wal_autocheckpoint=8000;"
                ),
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadEnvironment(
        f"OTKLIK_DATABASE: не знаю базу «{parts.scheme}». Укажите sqlite:///путь или postgresql://…"
    )


def _secret_key(data: Path) -> str:
    """The key given, or the one kept in the data folder; there is no default key to forget about."""
    if given := os.environ.get("OTKLIK_SECRET_KEY", ""):
        if len(given) < 32:
            raise BadEnvironment("OTKLIK_SECRET_KEY: ключ короче 32 знаков. Уберите его: ключ создастся сам.")
        return given
    kept = data / "secret.key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_name(f"secret.{os.getpid()}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(64))
        try:
            os.link(fresh, kept)  # the first process wins; the others read what it kept
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return kept.read_text().strip()


def _flag(name: str) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "0", "no", "нет", "false"}:
        return False
    if value in {"1", "yes", "да", "true"}:
        return True
    raise BadEnvironment(f"{name}: ожидается 1 или 0, получено «{value}».")


def _list(name: str, default: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in os.environ.get(name, default).split(",") if part.strip())
