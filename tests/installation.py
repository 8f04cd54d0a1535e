"""A real installation in a folder of its own, with processes of its own, on the database under test.

Processes are forked from the test's own, which has read the libraries already: a start costs nothing.
"""

import io
import json
import multiprocessing
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.db.utils import ConnectionHandler
from pytest_django.plugin import DjangoDbBlocker

from otklik.config import environment
from otklik.doors.jobs import cli
from otklik.kernel import language

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Done:
    """How a command ended: its code, what it said, and the one object of `--json`."""

    code: int
    out: str
    err: str

    @property
    def told(self) -> dict[str, Any]:
        lines = self.out.strip().splitlines()
        assert len(lines) == 1, self.out + self.err
        found: dict[str, Any] = json.loads(lines[0])
        return found


@dataclass(frozen=True)
class Running:
    """A process that has been begun; what it says goes to two files."""

    pid: int
    folder: Path

    def said(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def wait(self) -> Done:
        """The end of the process; one that does not end in two minutes is killed and fails its test."""
        alarm = threading.Timer(120, os.kill, (self.pid, signal.SIGKILL))
        alarm.start()
        try:
            _, status = os.waitpid(self.pid, 0)
        finally:
            alarm.cancel()
        return Done(os.waitstatus_to_exitcode(status), self.said("out"), self.said("err"))

    def until(self, words: str) -> None:
        """Wait until the process has said so on its error stream."""
        while words not in self.said("err"):
            ended, _ = os.waitpid(self.pid, os.WNOHANG)
            assert not ended, self.said("err")
            os.sched_yield()


@dataclass(frozen=True)
class Installation:
    """Commands and functions run in processes of this installation."""

    data: Path
    database: str
    blocker: DjangoDbBlocker

    def begin(self, *args: str, given: str = "", **changes: object) -> Running:
        """The command `otklik` in a process of its own; `changes` are of the settings."""

        def command() -> None:
            sys.argv = ["otklik", *args]
            cli.main()

        return self._fork(command, given, changes)

    def otklik(self, *args: str, given: str = "", **changes: object) -> Done:
        return self.begin(*args, given=given, **changes).wait()

    def call(self, function: Callable[[], object]) -> Any:
        """What the function gives in a process of this installation."""
        return self.together(function)[0]

    def together(self, *functions: Callable[[], object]) -> list[Any]:
        """Functions begun at one moment in as many processes; what they gave, in order."""
        barrier = multiprocessing.get_context("fork").Barrier(len(functions))

        def one(function: Callable[[], object]) -> None:
            barrier.wait(60)
            sys.stdout.write(json.dumps(function()))

        running = [self._fork(lambda function=function: one(function), "", {}) for function in functions]
        ended = [one.wait() for one in running]
        assert [done.code for done in ended] == [0] * len(ended), "".join(done.err for done in ended)
        return [json.loads(done.out) for done in ended]

    def _fork(self, work: Callable[[], None], given: str, changes: dict[str, object]) -> Running:
        folder = Path(tempfile.mkdtemp(dir=self.data.parent))
        (folder / "in").write_text(given, encoding="utf-8")
        (folder / "out").touch()
        (folder / "err").touch()
        pid = os.fork()
        if pid:
            return Running(pid, folder)
        code = 1
        try:
            self._settle(folder, changes)
            work()
            code = 0
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else 0
        except BaseException:  # noqa: BLE001  # a forked process never returns to the test runner
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _settle(self, folder: Path, changes: dict[str, object]) -> None:
        """The forked process leaves the test's database, settings and streams."""
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = io.TextIOWrapper((folder / "in").open("rb"), encoding="utf-8")
        sys.stdout = io.TextIOWrapper((folder / "out").open("wb", 0), encoding="utf-8", write_through=True)
        sys.stderr = io.TextIOWrapper((folder / "err").open("wb", 0), encoding="utf-8", write_through=True)
        self.blocker.unblock()
        handler = ConnectionHandler({"default": environment.database(self.database, self.data)})
        connections["default"] = handler.create_connection("default")
        folders = {"FILES": "files", "LAKE": "lake", "MODELS": "models"}
        told = {"DATA": self.data} | {name: self.data / value for name, value in folders.items()} | changes
        for name, value in told.items():
            setattr(settings, name, value)

    def spawn(self, *args: str, **env: str) -> "subprocess.Popen[str]":
        """The command as a technician starts it, with nothing read before."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("OTKLIK_")}
        told = {"OTKLIK_DATA": str(self.data), "OTKLIK_DATABASE": self.database, "PYTHONPATH": str(ROOT)}
        return subprocess.Popen(
            [sys.executable, "-m", "otklik.doors.jobs.cli", *args], env=kept | told | env, cwd=self.data,
            text=True, encoding="utf-8", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip


def _copied(source: str) -> str:
    """A new PostgreSQL database made after another (empty where there is none); its address."""
    parts = urlsplit(os.environ["OTKLIK_DATABASE"])
    name = f"otklik_{secrets.token_hex(6)}"
    template = f' TEMPLATE "{urlsplit(source).path[1:]}"' if source else ""
    with psycopg.connect(parts.geturl(), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"{template}')
    return parts._replace(path=f"/{name}").geturl()


def _dropped(database: str) -> None:
    with psycopg.connect(os.environ["OTKLIK_DATABASE"], autocommit=True) as server:
        server.execute(f'DROP DATABASE "{urlsplit(database).path[1:]}" WITH (FORCE)')


@pytest.fixture(scope="session")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker
) -> Iterator[Installation]:
    """A prepared installation with one town; nobody may change it."""
    language.forms("яма")
    is_postgres = os.environ.get("OTKLIK_DATABASE", "").startswith("postgres")
    data = tmp_path_factory.mktemp("prepared") / "data"
    data.mkdir()
    made = Installation(data, _copied("") if is_postgres else "", django_db_blocker)
    done = made.otklik("init", "--code", "zarechye", "--title", "Город Заречье", "--json")
    assert done.code == 0, done.err
    yield made
    if made.database:
        _dropped(made.database)


@pytest.fixture
def installation(prepared: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An installation of the test's own, with one town in it."""
    data = tmp_path / "data"
    shutil.copytree(prepared.data, data)
    made = Installation(data, _copied(prepared.database) if prepared.database else "", prepared.blocker)
    yield made
    if made.database:
        _dropped(made.database)
