"""Tables of files: what was written is read, and any bytes are a table or are refused."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik.border.ports.errors import Unreadable
from otklik.border.readers.tables import open_table

_WORD = st.text("абвгдежзийклмнопрстуфхцчшщъыьэюя АБВЁё.,-«»", min_size=3, max_size=40).map(
    lambda text: "слово" + text.strip()
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(_WORD, _WORD, _WORD), min_size=3, max_size=12),
    delimiter=st.sampled_from(";\t|"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1251", "koi8-r", "cp866"]),
)
def test_what_was_written_is_read(tmp_path, rows, delimiter, encoding):
    lines = [("Номер", "Текст", "Адрес"), *rows]
    written = "".join(delimiter.join(line) + "\r\n" for line in lines)
    path = tmp_path / "a.csv"
    path.write_bytes(written.encode(encoding, "replace"))
    readable = written.encode(encoding, "replace").decode(encoding)
    assert [row.cells for row in open_table(path).rows] == [
        tuple(cell.strip() for cell in line.split(delimiter)) for line in readable.splitlines()[1:]
    ]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(min_size=1, max_size=3000))
def test_any_bytes_are_a_table_or_unreadable(tmp_path, content):
    path = tmp_path / "a.bin"
    path.write_bytes(content)
    try:
        assert all(len(row.cells) >= 1 for row in open_table(path).rows)
    except Unreadable as error:
        assert str(error)
