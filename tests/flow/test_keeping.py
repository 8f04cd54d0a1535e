"""A disk that is full in the middle of a file leaves neither the file nor a part of it."""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from otklik.flow import exchange
from otklik.register.cases import files

CONTENT = b"x" * 300_000


@contextmanager
def full_disk() -> Iterator[None]:
    """No file may grow beyond 100 kB."""
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.getsignal(signal.SIGXFSZ)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def left(folder):
    return [one.name for one in folder.rglob("*") if one.is_file()]


def test_an_attachment(tmp_path, settings):
    settings.FILES = tmp_path
    with full_disk(), pytest.raises(OSError, match="large"):
        files.keep(CONTENT)
    assert left(tmp_path) == []
    digest = files.keep(CONTENT)
    assert left(tmp_path) == [digest]
    assert files.path_of(digest).read_bytes() == CONTENT


def test_a_register_to_import(tmp_path, settings):
    settings.DATA = tmp_path / "data"
    source = tmp_path / "реестр.csv"
    source.write_bytes(CONTENT)
    with full_disk(), pytest.raises(OSError, match="large"):
        exchange.keep_file(source)
    assert left(settings.DATA) == []
    kept, digest = exchange.keep_file(source)
    assert left(settings.DATA) == [f"{digest}.csv"]
    assert kept.read_bytes() == CONTENT
