"""Time is an argument: only doors look at the clock, and only through the kernel."""

import ast

from tests.architecture.house import Module, modules

CLOCK = "otklik/kernel/clock.py"
READERS = {
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"),
    ("timezone", "now"), ("time", "time"), ("time", "time_ns"),
}  # fmt: skip


def calls(module: Module) -> list[tuple[str, str, str]]:
    """Where, the name before the dot, the name after it: of every call and every function handed over."""
    return [
        (module.at(node), _last_name(node.value), node.attr)
        for node in module.nodes
        if isinstance(node, ast.Attribute)
    ]


def _last_name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def test_only_doors_read_the_clock() -> None:
    found = [
        where
        for module in modules()
        if not module.where.startswith("otklik/doors/") and module.where != CLOCK
        for where, before, after in calls(module)
        if (before, after) == ("clock", "now")
    ]
    assert found == []


def test_nobody_but_the_kernel_reads_the_system_clock() -> None:
    found = [
        f"{where} {before}.{after}"
        for module in modules()
        if module.where != CLOCK
        for where, before, after in calls(module)
        if (before, after) in READERS
    ]
    assert found == []


def test_the_clock_is_not_imported_by_its_function() -> None:
    found = [
        module.at(node)
        for module in modules()
        for node in module.nodes
        if isinstance(node, ast.ImportFrom) and node.module == "otklik.kernel.clock"
    ]
    assert found == []


def test_doors_do_read_it() -> None:
    """The test above would pass on a house without clocks."""
    assert any((b, a) == ("clock", "now") for m in modules() for _, b, a in calls(m))
