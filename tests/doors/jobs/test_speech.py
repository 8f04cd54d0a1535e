"""The command line speaks Russian: ours and what the library says."""

import gettext
import re
from importlib import import_module
from pathlib import Path

import click
import pytest

from otklik.doors.jobs import cli

LOCALE = Path(cli.__file__).parent / "locale" / "ru" / "LC_MESSAGES"
LATIN = re.compile(r"(?<![-\w./=])[A-Za-z]{3,}(?![\w-])")
OURS = {
    "otklik", "OTKLIK_DATA", "OTKLIK_DATABASE", "OTKLIK_DEMO", "JSON", "XLSX", "XLS", "ODS", "CSV", "SQLite",
    "PostgreSQL", "XML", "init", "user", "list", "roles", "town", "uhta", "text", "topic", "recipient",
    "Ctrl", "Europe", "Moscow", "work", "serve", "code", "title", "var", "postgresql", "imports",
}  # fmt: skip


def all_commands():
    for name in cli.COMMANDS:
        command = import_module(f"otklik.doors.jobs.{cli.COMMANDS[name][0]}").COMMANDS[name]
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, below), one) for below, one in command.commands.items())


NAMES = [names for names, _ in all_commands()]


@pytest.fixture
def otklik(monkeypatch, capsys):
    def run(*args):
        monkeypatch.setattr("sys.argv", ["otklik", *args])
        with pytest.raises(SystemExit) as end:
            cli.main()
        return end.value.code, *capsys.readouterr()

    return run


def strangers(text):
    """Latin words that are neither commands, options, values in brackets nor names of ours."""
    text = re.sub(r"\[[^\]]*\]|--[\w-]+|«[^»]*»", " ", text)
    return {word for word in LATIN.findall(text) if word not in OURS and word not in cli.COMMANDS}


@pytest.mark.parametrize("names", [(), *NAMES], ids=" ".join)
def test_help_has_no_foreign_words(otklik, names):
    code, out, err = otklik(*names, "--help")
    assert (code, err) == (0, "")
    assert out.startswith("Вызов: otklik")
    told = {word for word in strangers(out) if word not in {one for group in NAMES for one in group}}
    assert told == set()


@pytest.mark.parametrize(
    "args",
    [
        ("bogus",), ("inti",), ("init", "--bogus"), ("init", "--cod", "x"), ("import",), ("import", "."),
        ("import", "нет.csv"), ("deadlines",), ("town", "--received"),
        ("report", "monthly", "--format", "doc"),
        ("deadlines", "--received", "2026-01-01", "--urgency", "9"), ("serve", "--port", "порт"),
        ("serve", "--port", "0"), ("town", "лишнее"), ("town", "--json=1"), ("report", "bogus"), ("user",),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_wrong_call_is_told_in_russian(otklik, args):
    code, out, err = otklik(*args)
    assert code == 2
    assert out == ""
    for word in ("Usage", "Error", "Try", "Invalid", "Missing", "No such", "unexpected", "Options"):
        assert word not in err
    code, out, _ = otklik(*args, "--json")
    assert code == 2
    assert '"ok": false' in out


def test_the_version_is_told(otklik):
    code, out, _ = otklik("--version")
    assert code == 0
    assert re.fullmatch(r"Отклик (\d+\.\d+\.\d+|из исходного кода)\n", out)


def test_the_list_tells_of_every_command_what_the_command_tells():
    for names, command in all_commands():
        assert command.help, names
        assert command.help[0].isupper(), names
    assert all(line.endswith(".") for _, line in cli.COMMANDS.values())


def test_the_compiled_words_are_those_of_the_source():
    with (LOCALE / "messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    source = read_po((LOCALE / "messages.po").read_text(encoding="utf-8"))
    assert len(source) > 50
    for (one, plural), told in source.items():
        if plural:
            assert [compiled.ngettext(one, plural, n) for n in (1, 2, 5)] == told
        elif one:
            assert [compiled.gettext(one)] == told


def read_po(text):
    """The entries of a .po file: (singular, plural) → translations; lines that go on are joined."""
    found = {}
    for entry in text.split("\n\n"):
        told = {}
        key = ""
        for line in entry.splitlines():
            if line.startswith("#"):
                continue
            name, quoted, value = line.partition('"')
            key = name.strip() or key
            told[key] = (
                told.get(key, "")
                + (quoted + value).strip('"').encode().decode("unicode_escape").encode("latin-1").decode()
            )
        words = [told[name] for name in sorted(told) if name.startswith("msgstr")]
        found[told.get("msgid", ""), told.get("msgid_plural", "")] = words
    return found


def test_every_hole_of_the_original_is_kept():
    for (one, plural), told in read_po((LOCALE / "messages.po").read_text(encoding="utf-8")).items():
        allowed = set(re.findall(r"{(\w+)", one + plural))
        for words in told:
            assert set(re.findall(r"{(\w+)", words)) <= allowed, one
