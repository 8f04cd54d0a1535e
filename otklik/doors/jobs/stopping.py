"""A signal to stop: heard at once, obeyed where it does no harm."""

import os
import select
import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Ear:
    """Knows whether the process was told to stop, and can sleep until it is."""

    def __init__(self, woken: int) -> None:
        self.is_told = False
        self._woken = woken

    def rest(self, seconds: float) -> None:
        """Sleep for so long, or until told to stop."""
        select.select([self._woken], [], [], seconds)

    def hear(self, *_signal: object) -> None:
        self.is_told = True


@contextmanager
def listening() -> Iterator[Ear]:
    """SIGTERM and SIGINT are heard and raise nothing: nobody leaves a driver's call in its midst."""
    woken, alarm = os.pipe()
    os.set_blocking(alarm, False)
    ear = Ear(woken)
    wakes = signal.set_wakeup_fd(alarm, warn_on_full_buffer=False)
    handlers = {one: signal.signal(one, ear.hear) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ear
    finally:
        for one, handler in handlers.items():
            signal.signal(one, handler)
        signal.set_wakeup_fd(wakes)
        os.close(alarm)
        os.close(woken)
