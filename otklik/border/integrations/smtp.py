"""Letters by SMTP: `smtp://user:password@host:587?from=address` or `smtps://` with TLS from the start."""

import smtplib
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

from otklik.border.ports.errors import Refused, Unreachable
from otklik.border.ports.mail import Letter

TIMEOUT = 20
_PORTS = {"smtp": 25, "smtps": 465}


class BadAddress(ValueError):
    """The setting cannot be read; the message is Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """A mail server. STARTTLS is used where it is offered, and demanded where a password is given."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    is_tls: bool = False

    def send(self, letter: Letter) -> None:
        """Hand one letter over to the server."""
        message = EmailMessage()
        try:
            message["From"] = Address(addr_spec=self.sender)
            message["To"] = Address(addr_spec=letter.address)
            message["Subject"] = letter.subject.replace("\n", " ").replace("\r", " ")
        except (ValueError, IndexError) as error:
            raise Refused("Почтовый адрес записан с ошибкой.") from error
        message["Message-ID"] = f"<{letter.key}@{self.sender.rpartition('@')[2] or 'otklik'}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        try:
            with self._open() as server:
                server.send_message(message)
        except (
            smtplib.SMTPRecipientsRefused,
            smtplib.SMTPSenderRefused,
            smtplib.SMTPAuthenticationError,
        ) as error:
            raise Refused("Почтовый сервер отказал: проверьте адреса и пароль.") from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unreachable(f"Почтовый сервер не принял письмо: {type(error).__name__}.") from error

    def _open(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.is_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
            elif self.password:
                server.close()
                raise smtplib.SMTPNotSupportedError("no STARTTLS")
        if self.user:
            server.login(self.user, self.password)
        return server


def read(url: str) -> Smtp | None:
    """The server that the setting names, None where it is empty; raises `BadAddress`."""
    if not url:
        return None
    parts = urlsplit(url)
    sender = parse_qs(parts.query).get("from", [""])[0]
    if parts.scheme not in _PORTS or not parts.hostname or "@" not in sender:
        raise BadAddress("Почта задаётся так: smtp://пользователь:пароль@сервер:587?from=адрес")
    return Smtp(
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        sender=sender,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
    )
