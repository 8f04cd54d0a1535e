"""One command keeps the site and the worker running, and ends both."""

import socket
import time
import urllib.request

import psutil
import pytest


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def page(port):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=30) as answer:
        return answer.status


def until(ask, seconds=60):
    """What is asked, as soon as it is given; nothing is given after so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := ask():
                return found
        except OSError:
            continue
    return None


def lives(process: psutil.Process) -> bool:
    """A process that ends while it is asked does not live."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_the_site_lives_through_the_death_of_its_processes_and_ends_at_once(installation):
    port = free_port()
    process = installation.spawn("serve", "--port", str(port))
    supervisor = psutil.Process(process.pid)
    try:
        assert until(lambda: page(port) == 200), "the site did not open"
        born = supervisor.children(recursive=True)
        for child in supervisor.children():
            child.kill()
        assert until(lambda: not any(map(lives, born)))
        assert until(lambda: page(port) == 200), "the site did not come back"
        second = installation.otklik("serve", "--port", str(port), "--json")
        assert second.code == 1
        assert f"Порт {port} занят" in second.told["error"]
        family = supervisor.children(recursive=True)
    finally:
        process.terminate()
        since = time.monotonic()
        out, err = process.communicate(timeout=30)
    assert time.monotonic() - since < 15
    assert process.returncode == 0
    assert not [one for one in family if one.is_running()]
    assert f"http://127.0.0.1:{port}" in out
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("host", "words"), [("не адрес", "Не понимаю адрес"), ("192.0.2.1", "нет такого адреса")]
)
def test_an_address_that_is_not_ours(installation, host, words):
    done = installation.otklik("serve", "--host", host, "--port", str(free_port()), "--json")
    assert done.code == 1
    assert words in done.told["error"]
