"""Letters by SMTP against a server on loopback: what is sent, and what a refusal becomes."""

import socketserver
import threading
from collections.abc import Iterator

import pytest

from otklik.border.integrations import smtp
from otklik.border.ports.errors import Refused, Unreachable
from otklik.border.ports.mail import Letter


class Server(socketserver.ThreadingTCPServer):
    """A mail server that keeps what it is told; `says` answers RCPT."""

    allow_reuse_address, daemon_threads = True, True
    says = b"250 ok\r\n"

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Talk)
        self.letters: list[str] = []


class Talk(socketserver.StreamRequestHandler):
    server: Server

    def handle(self) -> None:
        self.wfile.write(b"220 test\r\n")
        while line := self.rfile.readline().strip().upper():
            if line.startswith(b"RCPT"):
                self.wfile.write(self.server.says)
            elif line == b"DATA":
                self.wfile.write(b"354 go\r\n")
                body = iter(lambda: self.rfile.readline(), b".\r\n")
                self.server.letters.append(b"".join(body).decode())
                self.wfile.write(b"250 taken\r\n")
            elif line == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            else:
                self.wfile.write(b"250 ok\r\n")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        thread = threading.Thread(target=one.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield one
        one.shutdown()
        thread.join()


LETTER = Letter(
    key="notice-7", address="clerk@example.org", subject="Отклик: срочно\nBcc: x@y", text="Просрочено 3"
)


def mailer(server: Server, *, user: str = "") -> smtp.Smtp:
    login = f"{user}:secret@" if user else ""
    found = smtp.read(f"smtp://{login}127.0.0.1:{server.server_address[1]}?from=mcu@example.org")
    assert found is not None
    return found


def test_a_letter_goes_out_with_its_key_and_without_smuggled_headers(server: Server) -> None:
    mailer(server).send(LETTER)
    (body,) = server.letters
    assert "Message-ID: <notice-7@example.org>" in body
    assert "Auto-Submitted: auto-generated" in body
    assert "\nBcc:" not in body


def test_a_refused_address_is_not_tried_again(server: Server) -> None:
    server.says = b"550 no such user\r\n"
    with pytest.raises(Refused):
        mailer(server).send(LETTER)


def test_a_password_does_not_go_over_an_open_line(server: Server) -> None:
    with pytest.raises(Unreachable):
        mailer(server, user="mcu").send(LETTER)
    assert server.letters == []


def test_a_server_that_is_down_is_tried_again() -> None:
    with pytest.raises(Unreachable):
        smtp.Smtp(host="127.0.0.1", port=1, sender="mcu@example.org").send(LETTER)


@pytest.mark.parametrize("url", ["http://host?from=a@b", "smtp://host", "smtp://?from=a@b"])
def test_a_setting_that_cannot_be_read_is_told_of(url: str) -> None:
    with pytest.raises(smtp.BadAddress, match="Почта задаётся так"):
        smtp.read(url)


def test_no_setting_is_no_mail() -> None:
    assert smtp.read("") is None
