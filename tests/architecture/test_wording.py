"""Names, sizes and first sentences, as the conventions want them."""

import ast
import re

from tests.architecture.house import PACKAGE, Function, Module, all_python, modules

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
EXEMPT = {"otklik/config/settings.py"}
NAMELESS_FILES = {"utils", "util", "helpers", "helper", "common", "base", "constants", "misc", "tools"}
EMPTY_WORDS = re.compile(
    r"Manager|Service|Helper|Handler|Base|Abstract|Info(?![a-z])|(^|_)(process|handle|do)_"
)
WORD_FORMS = {"plural", "counted"}  # a number and its three Russian forms
DUTIES_OF_FRAMEWORKS = {"do_POST", "do_GET", "handle_401"}


def test_every_module_opens_with_one_sentence() -> None:
    assert [f"{m.where}: {fault}" for m in all_python() if (fault := _fault_of_opening(m))] == []


def _fault_of_opening(module: Module) -> str:
    opening = (ast.get_docstring(module.tree) or "").split("\n\n")[0].replace("\n", " ").strip()
    if not opening:
        return "no docstring"
    if not opening.endswith((".", "?")):
        return "the sentence has no end"
    return "two sentences" if re.search(r"[.?!] [A-Z]", opening) else ""


def test_files_are_named_after_what_they_hold() -> None:
    found = [m.where for m in all_python() if m.path.stem in NAMELESS_FILES]
    assert found == []


def test_names_say_something() -> None:
    found = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        for node in (*module.classes(), *module.functions())
        if EMPTY_WORDS.search(node.name) and node.name not in DUTIES_OF_FRAMEWORKS
    ]
    assert found == []


def test_files_are_short() -> None:
    """Tests are not counted: a table of cases is as long as the law."""
    found = {
        module.where: lines
        for module in all_python()
        if not module.where.startswith("tests/") and module.where not in EXEMPT
        if (lines := module.text.count("\n")) > LONGEST_FILE
    }
    assert found == {}


def test_functions_are_short() -> None:
    found = {
        f"{module.at(node)} {node.name}": lines
        for module in modules()
        for node in module.functions()
        if (lines := _lines(node)) > LONGEST_FUNCTION
    }
    assert found == {}


def _lines(node: Function) -> int:
    """Lines of the body: the arguments and the docstring are read once, the body is followed."""
    body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
    return (node.end_lineno or node.lineno) - body[0].lineno + 1


def test_arguments_beyond_the_subject_are_given_by_name() -> None:
    """Two by place, or three where they are one thought: `get_for(user, number, action)`."""
    found = [
        f"{module.at(node)} {node.name}"
        for module in modules()
        if not module.where.startswith("otklik/doors/")
        for node in module.tree.body
        if isinstance(node, Function) and not node.name.startswith("_") and _by_place(node) > 3
        if node.name not in WORD_FORMS and "sentence" not in {a.arg for a in node.args.args}
    ]
    assert found == []


def _by_place(node: Function) -> int:
    return len(node.args.args) - len(node.args.defaults)


def test_nothing_is_left_for_later_in_words() -> None:
    mark = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    found = [m.where for m in modules() if mark.search(m.text)]
    assert found == []


def test_rooms_listen_to_no_signals() -> None:
    heard = re.compile(
        r"django\.(db\.models|core|test|dispatch)\.?(signals|dispatch)?.*\b(signals|receiver|Signal)\b"
    )
    found = [m.where for m in modules() if heard.search(m.text) or "post_save" in m.text]
    assert found == []


def test_every_python_folder_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert [str(f.relative_to(PACKAGE)) for f in sorted(folders) if not (f / "__init__.py").exists()] == []
