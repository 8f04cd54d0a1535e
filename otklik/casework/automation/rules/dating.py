"""Which version of a rule holds on which day: a later one takes the days from an earlier one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from otklik.casework.automation.rules.acting import Version


def in_force(versions: Iterable[Version]) -> list[Version]:
    """The versions of one rule with the days that are left to each, the newest first.

    Until a version begins the one before it goes on; when a version has ended nothing before it comes back.
    """
    kept: list[Version] = []
    first: date | None = None
    for version in sorted(versions, key=lambda one: -one.number):
        if kept and first is None:
            break
        until = version.until
        if kept and first is not None:
            last = first - timedelta(days=1)
            until = last if until is None or until > last else until
        if version.since is None or until is None or version.since <= until:
            kept.append(replace(version, until=until))
        first = version.since if first is None or version.since is None else min(first, version.since)
    return kept
