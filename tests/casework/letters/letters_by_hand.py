"""Letters written by hand for the tests: a short one on a corner letterhead, a long one across the page."""

import struct
import zlib
from datetime import date

from otklik.casework.letters.rules.kinds import BY_CODE
from otklik.casework.letters.rules.paper import Head, Paper, Signatory, Wording


def a_picture(width: int = 80, height: int = 100) -> bytes:
    """A PNG of one colour."""
    rows = b"".join(b"\0" + bytes((40, 80, 160)) * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )


def a_letter(*, number: str = "ОГ-00012/2026", body: str = "", is_corner: bool = True) -> Paper:
    """«О продлении срока» to Мартынова with everything a letter may have."""
    kind = BY_CODE["extension"]
    words = Wording(
        addressee="Мартыновой Ольге Петровне\nул. Садовая, д. 3, кв. 5,\nг. Заречье, 412001",
        subject=kind.subject,
        salutation="Уважаемая Ольга Петровна!",
        body=body or "Срок продлён до 1 мая 2026 года.\n\nПричины:\n— нужен выезд;\n— ждём ответ области.",
        enclosures="акт осмотра на 2 л. в 1 экз.\nфотографии на 3 л. в 1 экз.",
        on_number="15-к",
        on_date=date(2026, 3, 1),
        signatory=Signatory(
            position="Первый заместитель\nглавы администрации",
            name="И. В. Соколов",
            acting_for="по доверенности от 12.01.2026 № 5",
        ),
        executor="Андреева Софья Павловна",
        executor_phone="(84500) 2-13-13",
    )
    head = Head(
        body="АДМИНИСТРАЦИЯ\nГОРОДА ЗАРЕЧЬЯ",
        above="Российская Федерация",
        address="пл. Ленина, д. 1, г. Заречье, 412000",
        contacts="тел. (84500) 2-12-12",
        codes="ОКПО 04030201",
        is_corner=is_corner,
        arms=a_picture() if is_corner else b"",
        arms_type="png" if is_corner else "",
    )
    link = "https://otklik.example/s/12-ABCDEF2345/"
    return Paper(
        title=kind.title, head=head, words=words, number=number, dated_on=date(2026, 3, 2), link=link
    )
