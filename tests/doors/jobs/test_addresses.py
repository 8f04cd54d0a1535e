"""`otklik addresses`: a trial, ГАР, a table with rows left out, and what cannot be read."""

from pathlib import Path

import pytest

from otklik.ground.places import selectors as places
from tests.border.integrations.gar.region import a_region

PARTLY = 3


def a_table(folder: Path, text: str) -> str:
    path = folder / "a.csv"
    path.write_text(text, encoding="cp1251")
    return str(path)


def test_a_trial_then_gar(installation, tmp_path):
    region = str(a_region(tmp_path))
    trial = installation.otklik("addresses", region, "--oktmo", "36701000", "--dry-run", "--json")
    assert (trial.code, trial.told["is_dry_run"], trial.told["counts"]["houses"]) == (0, True, 7)
    done = installation.otklik("addresses", region, "--oktmo", "36701000")
    assert done.code == 0
    assert "добавлено: населённых пунктов" in done.out
    again = installation.otklik("addresses", region, "--oktmo", "36701000")
    assert "изменений нет" in again.out


def test_rows_left_out_are_in_a_file(installation, tmp_path):
    table = a_table(tmp_path, "Город;Улица;Дом\nг. Заречье;ул. Новая;5\nг. Заречье;;7\n")
    done = installation.otklik("addresses", table, "--json")
    assert (done.code, done.told["rejected"]) == (PARTLY, 1)
    assert Path(done.told["rejects_file"]).is_file()
    assert installation.call(lambda: [one.title for one in places.streets(1, words="Новая")]) == ["Новая"]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [("a.csv", "Имя\nа\n", "нет столбца"), ("gar.zip", "не архив", "")],
    ids=["не тот столбец", "не архив"],
)
def test_what_cannot_be_read_is_told(installation, tmp_path, name, text, reason):
    path = tmp_path / name
    path.write_text(text)
    done = installation.otklik("addresses", str(path), "--json")
    assert (done.code, done.told["ok"]) == (1, False)
    assert reason in done.told["error"]
