"""Keeps the site and the worker running, a process of its own that imports only Python's own library."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from types import FrameType

_GRACE = 20.0
_SPARING = {"MALLOC_ARENA_MAX": "2", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
"""Memory that threads would reserve and never use."""


class Children:
    """The site and the worker as child processes; one that dies is started again."""

    def __init__(self, commands: list[list[str]]) -> None:
        self._commands = commands
        self._running: list[subprocess.Popen[bytes]] = []
        self._deaths = 0
        self.is_stopping = False

    def start(self) -> None:
        self._running = [self._begin(command) for command in self._commands]

    def _begin(self, command: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(command, env={**_SPARING, **os.environ}, start_new_session=True)

    def watch(self) -> int:
        """Stay until asked to stop; gives up after ten deaths in a row, each within a minute of the last."""
        since = time.monotonic()
        while not self.is_stopping:
            time.sleep(0.3)
            for place, child in enumerate(self._running):
                if child.poll() is None or self.is_stopping:
                    continue
                _end_group(child)
                self._deaths = self._deaths + 1 if time.monotonic() - since < 60 else 1
                since = time.monotonic()
                if self._deaths > 10:
                    self.stop()
                    return 1
                time.sleep(min(0.5 * self._deaths, 5))
                self._running[place] = self._begin(self._commands[place])
        self.stop()
        return 0

    def stop(self) -> None:
        self.is_stopping = True
        for child in self._running:
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + _GRACE
        for child in self._running:
            try:
                child.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
            _end_group(child)


def _end_group(child: subprocess.Popen[bytes]) -> None:
    """A killed site leaves its own children behind, which would hold the port with the old program."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def command(commands: list[list[str]]) -> list[str]:
    """The command line that keeps the given commands running."""
    return [sys.executable, "-m", "otklik.doors.jobs.supervisor", json.dumps(commands)]


def main() -> None:
    """Start the commands of the first argument (JSON) and stay until asked to stop."""
    children = Children(json.loads(sys.argv[1]))

    def stop(_number: int, _frame: FrameType | None) -> None:
        children.is_stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children.start()
    sys.exit(children.watch())


if __name__ == "__main__":
    main()
