"""What is said about a trouble that no command expected: the disk, the database, the settings."""

import errno
import sqlite3
from dataclasses import dataclass

_NO_SPACE = (
    "Кончилось место на диске. Сделанное до этого сохранено. Освободите место (проверить: otklik doctor) "
    "и повторите команду."
)
_NOT_PREPARED = "База не подготовлена или отстала от программы. Выполните: otklik init"
_BUSY = "База занята другой программой. Подождите минуту и повторите команду."


@dataclass(frozen=True, slots=True)
class Told:
    """Russian words and the exit code."""

    words: str
    code: int = 1


def told(error: Exception) -> Told | None:
    """What to say about the error, None where it is a fault of the program and its trace is needed."""
    kind = type(error).__name__
    if kind == "BadEnvironment":
        return Told(f"Ошибка настройки. {error}", code=2)
    if isinstance(error, OSError):
        return Told(f"Не получилось. {_of_system(error)}")
    cause = error.__cause__
    state = str(getattr(cause, "sqlstate", "") or "")
    if isinstance(cause, sqlite3.Error):
        return _of_sqlite(cause)
    if state.startswith("53"):
        return Told(f"Не получилось. {_NO_SPACE}")
    if state in {"42P01", "42703"}:
        return Told(f"Не получилось. {_NOT_PREPARED}")
    if kind == "OperationalError":
        return Told("Не получилось. База не отвечает: проверьте OTKLIK_DATABASE и запущен ли PostgreSQL.")
    return None


def _of_system(error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _NO_SPACE
    where = f" «{error.filename}»" if error.filename else ""
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return f"Нет права на файл или папку{where}. Проверьте права и повторите команду."
    return f"Ошибка файла или сети{where}: {error.strerror or type(error).__name__}."


def _of_sqlite(error: sqlite3.Error) -> Told | None:
    words = str(error)
    if "disk is full" in words or "disk I/O error" in words:
        return Told(f"Не получилось. {_NO_SPACE}")
    if "no such table" in words or "no such column" in words:
        return Told(f"Не получилось. {_NOT_PREPARED}")
    if "locked" in words:
        return Told(f"Не получилось. {_BUSY}")
    if "unable to open" in words or "readonly" in words:
        return Told("Не получилось. Файл базы не открывается: проверьте OTKLIK_DATA и права на папку.")
    if "not a database" in words or "malformed" in words:
        return Told("Не получилось. Файл базы повреждён: восстановите его из резервной копии.")
    return None
