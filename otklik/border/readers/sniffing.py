"""What a file is, told by its content and never by its extension."""

import re
import zipfile
from enum import StrEnum
from pathlib import Path

from otklik.border.ports.errors import Unreadable

MAX_BYTES = 2 * 1024**3
MAX_UNPACKED_BYTES = 4 * 1024**3
SAMPLE_BYTES = 256 * 1024

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_RESAVE = "Сохраните таблицу как XLSX или CSV и загрузите её снова."
_FOREIGN = (
    (b"%PDF", "документ PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"\x89PNG", "картинка PNG"),
    (b"\xff\xd8\xff", "картинка JPEG"),
    (b"GIF8", "картинка GIF"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7z"),
    (b"\x1f\x8b", "архив GZ"),
    (b"PAR1", "файл Parquet"),
    (b"SQLite format 3", "база данных SQLite"),
    (b"MIME-Version:", "веб-архив (MHTML)"),
)
_MARKUP = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_SPREADSHEET_XML = b"urn:schemas-microsoft-com:office:spreadsheet"


class FileKind(StrEnum):
    """The ways in which a table may be kept."""

    WORKBOOK = "workbook"  # XLSX, XLSM, XLS, ODS
    DELIMITED = "delimited"  # CSV, TSV
    HTML = "html"
    SPREADSHEET_XML = "spreadsheet_xml"  # «Таблица XML 2003»


def kind_of(path: Path) -> FileKind:
    """What to read the file as; raises `Unreadable` with what to do about it."""
    try:
        size = path.stat().st_size
        with path.open("rb") as handle:
            sample = handle.read(SAMPLE_BYTES)
    except OSError as error:
        raise Unreadable(f"Файл не открывается: {error.strerror}. Проверьте путь и права на файл.") from error
    if size > MAX_BYTES:
        raise Unreadable("Файл больше 2 ГБ. Разделите выгрузку по месяцам и загрузите части по очереди.")
    if not sample.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Unreadable("Файл пуст. Выгрузите реестр заново и проверьте, что в нём есть строки.")
    if sample.startswith(_OLE):
        return _kind_of_compound(path)
    if sample.startswith(b"PK"):
        return _kind_of_archive(path)
    return _kind_of_text(sample)


def _kind_of_text(sample: bytes) -> FileKind:
    for magic, what in _FOREIGN:
        if sample.startswith(magic):
            raise Unreadable(f"Это {what}, а не таблица. {_RESAVE}")
    start = sample.lstrip(b"\xef\xbb\xbf \t\r\n")[:4096]
    if start.startswith(b"<"):
        if _SPREADSHEET_XML in start:
            return FileKind.SPREADSHEET_XML
        if _MARKUP.search(start):
            return FileKind.HTML
        raise Unreadable(f"Это файл XML, в котором нет таблицы Excel. {_RESAVE}")
    if start[:1] in (b"{", b"["):
        raise Unreadable(f"Это файл JSON, а не таблица. {_RESAVE}")
    if not sample.startswith((b"\xff\xfe", b"\xfe\xff")) and _is_binary(sample):
        raise Unreadable(f"Это двоичный файл, а не таблица. {_RESAVE}")
    return FileKind.DELIMITED


def _is_binary(sample: bytes) -> bool:
    """Whether NUL bytes stand in both halves of 16-bit words (in UTF-16 they stand in one) and are many."""
    nuls = sample.count(0)
    if nuls * 50 < len(sample):
        return False
    even = sample[::2].count(0)
    return min(even, nuls - even) * 10 > nuls


def _kind_of_archive(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            manifest = archive.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in names else b""
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError) as error:
        raise Unreadable(
            "Файл повреждён: архив внутри него не читается. Выгрузите или скачайте его заново."
        ) from error
    if any(entry.flag_bits & 1 for entry in entries) or b"encryption-data" in manifest:
        raise Unreadable(_LOCKED)
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise Unreadable("В распакованном виде файл больше 4 ГБ. Разделите выгрузку по месяцам.")
    if any(name.startswith("xl/") for name in names) or "content.xml" in names:
        return FileKind.WORKBOOK
    if any(name.startswith("word/") for name in names):
        raise Unreadable(f"Это документ Word, а не таблица. {_RESAVE}")
    raise Unreadable("Это архив ZIP, а не таблица. Распакуйте его и загрузите таблицу из него.")


_LOCKED = (
    "Файл защищён паролем. Откройте его в Excel, снимите пароль "
    "(Файл → Сведения → Защита книги → Зашифровать с использованием пароля) и загрузите снова."
)


def password_protected() -> Unreadable:
    """The refusal to read a file with a password."""
    return Unreadable(_LOCKED)


def _kind_of_compound(path: Path) -> FileKind:
    """Tell an old workbook from an encrypted new one by the names in the OLE directory (UTF-16)."""
    content = path.read_bytes()
    if _utf16("EncryptedPackage") in content or _utf16("EncryptionInfo") in content:
        raise Unreadable(_LOCKED)
    if _utf16("Workbook") in content or _utf16("Book") in content:
        return FileKind.WORKBOOK
    if _utf16("WordDocument") in content:
        raise Unreadable(f"Это документ Word, а не таблица. {_RESAVE}")
    raise Unreadable(f"Это файл старого Office, в котором нет таблицы. {_RESAVE}")


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-le")
