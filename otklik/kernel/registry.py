"""Adapters by their dotted paths in the settings."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Any


class RegistryError(LookupError):
    """A setting names what is not there; raised at start, so it names the entry and the path."""


def load(paths: Mapping[str, str], *, setting: str = "") -> Mapping[str, Any]:
    """The objects named by «package.module.Name» or «package.module», under the keys of the setting.

    An error inside the module itself is raised as it is.
    """
    return MappingProxyType({key: _load(path, f"{setting}[{key!r}]") for key, path in paths.items()})


def _load(path: str, entry: str) -> Any:
    module_name, _, name = path.rpartition(".")
    if not module_name or not all(part.isidentifier() for part in path.split(".")):
        raise RegistryError(f"{entry}: {path!r} is not a dotted path")
    module = _module(module_name, entry)
    if hasattr(module, name):
        return getattr(module, name)
    return _module(path, f"{entry}: {module_name} has no {name}")


def _module(name: str, entry: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name and (name == error.name or name.startswith(f"{error.name}.")):
            raise RegistryError(f"{entry}: there is no module {name}") from error
        raise
