"""Adapters named in settings."""

import json
import sys
from pathlib import Path

import pytest

from otklik.kernel import registry


def test_objects_and_modules_are_loaded() -> None:
    loaded = registry.load(
        {"reader": "json.loads", "module": "json", "inner": "json.decoder"} | {"module": "os.path"}
    )
    assert loaded["reader"] is json.loads
    assert loaded["inner"] is json.decoder
    with pytest.raises(TypeError):
        loaded["other"] = 1  # type: ignore[index]


@pytest.mark.parametrize(
    ("path", "complaint"),
    [
        ("json.nothing", r"CHANNELS\['vk'\]: json has no nothing: there is no module json.nothing"),
        ("no_such_package.thing", r"CHANNELS\['vk'\]: there is no module no_such_package"),
        ("json", r"'json' is not a dotted path"),
        ("", r"'' is not a dotted path"),
        ("json.", r"not a dotted path"),
        ("json:loads", r"not a dotted path"),
    ],
)
def test_the_error_names_the_setting(path: str, complaint: str) -> None:
    with pytest.raises(registry.RegistryError, match=complaint):
        registry.load({"vk": path}, setting="CHANNELS")


def test_an_error_inside_an_adapter_is_not_hidden(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_adapter.py").write_text("import a_missing_dependency\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="a_missing_dependency"):
        registry.load({"vk": "broken_adapter.Channel"}, setting="CHANNELS")
    sys.modules.pop("broken_adapter", None)
