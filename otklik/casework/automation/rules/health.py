"""Rules that are dead, shadowed or in conflict: seen by their words, and by what they matched."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from otklik.casework.automation.rules.acting import Version
from otklik.casework.automation.rules.effects import TITLES
from otklik.casework.automation.rules.implying import Groups, implies, is_impossible, named
from otklik.kernel.language import counted


class Trouble(StrEnum):
    BROKEN = "broken"
    DEAD = "dead"
    SHADOWED = "shadowed"
    CONFLICT = "conflict"


TROUBLE_TITLES: Mapping[Trouble, str] = {
    Trouble.BROKEN: "не может сработать",
    Trouble.DEAD: "не срабатывает",
    Trouble.SHADOWED: "всегда после другого",
    Trouble.CONFLICT: "спорит с другим",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a rule; `text` is Russian, `other_id` the rule it meets."""

    rule_id: int
    trouble: Trouble
    text: str
    other_id: int | None = None


@dataclass(slots=True)
class Tally:
    """What the rules matched in a stretch of the register; counted as cases go by."""

    matched: Counter[int] = field(default_factory=Counter)
    shadowed: Counter[int] = field(default_factory=Counter)
    by: dict[int, Counter[int]] = field(default_factory=dict)
    disputed: Counter[tuple[int, int, str]] = field(default_factory=Counter)
    cases: int = 0

    def add(self, found: Sequence[Version]) -> None:
        """The versions that match a case, in their order."""
        self.cases += 1
        taken: dict[str, Version] = {}
        for version in found:
            self.matched[version.rule_id] += 1
            fresh = False
            for key, value in version.told:
                first = taken.setdefault(key, version)
                if first is version or key == "tags":
                    fresh = True
                elif value != getattr(first.body.effects, key):
                    self.disputed[first.rule_id, version.rule_id, key] += 1
            if not fresh:
                self.shadowed[version.rule_id] += 1
                seen = self.by.setdefault(version.rule_id, Counter())
                seen.update({taken[key].rule_id for key, _ in version.told})


def by_words(
    versions: Sequence[Version], *, closed: Mapping[str, frozenset[str]], groups: Groups
) -> list[Finding]:
    """What the rules themselves tell; `closed` are the values of fields that no message has any more."""
    found: list[Finding] = []
    for place, version in enumerate(versions):
        condition = version.body.condition
        found += [Finding(version.rule_id, Trouble.BROKEN, why) for why in version.broken.values()]
        if is_impossible(condition):
            text = "условия исключают друг друга: такого сообщения не бывает"
            found.append(Finding(version.rule_id, Trouble.DEAD, text))
            continue
        for name, values in closed.items():
            told = named(condition, name)
            if told and told <= values:
                text = {"topic": "тематика закрыта", "group": "в группе нет открытых тематик"}.get(
                    name, "значение закрыто в справочнике"
                )
                found.append(Finding(version.rule_id, Trouble.DEAD, text))
        found += _hidden(version, versions[:place], groups)
    return found


def by_history(versions: Sequence[Version], tally: Tally, *, days: int) -> list[Finding]:
    """What the matches of the last days tell."""
    titles = {one.rule_id: one.title for one in versions}
    period = counted(days, "день", "дня", "дней")
    found: list[Finding] = []
    for version in versions:
        rule_id = version.rule_id
        matched, hidden = tally.matched[rule_id], tally.shadowed[rule_id]
        if not matched and tally.cases:
            found.append(Finding(rule_id, Trouble.DEAD, f"за {period} не подошло ни к одной карточке"))
        elif matched and hidden == matched:
            by = max(tally.by[rule_id], key=lambda one: (tally.by[rule_id][one], -one))
            text = (
                f"за {period} все {counted(matched, 'карточка', 'карточки', 'карточек')} достались "
                f"правилам раньше, чаще всего «{titles[by]}»"
            )
            found.append(Finding(rule_id, Trouble.SHADOWED, text, by))
    for (first, second, key), count in tally.disputed.most_common():
        text = (
            f"за {period} в {counted(count, 'карточке', 'карточках', 'карточках')} правило «{titles[first]}» "
            f"решило иначе: {TITLES[key]}"
        )
        found.append(Finding(second, Trouble.CONFLICT, text, first))
    return found


def _hidden(version: Version, earlier: Sequence[Version], groups: Groups) -> list[Finding]:
    """Whether an earlier rule surely matches whenever this one does and leaves it nothing to do."""
    wanted = set(version.body.effects.keys())
    for one in earlier:
        lasts = (one.since is None or (version.since is not None and one.since <= version.since)) and (
            one.until is None or (version.until is not None and version.until <= one.until)
        )
        does_all = one.body.effects.stops or (wanted <= set(one.body.effects.keys()) and "tags" not in wanted)
        if lasts and does_all and implies(version.body.condition, one.body.condition, groups=groups):
            text = f"всё, к чему оно подходит, раньше забирает правило «{one.title}»"
            return [Finding(version.rule_id, Trouble.SHADOWED, text, one.rule_id)]
    return []
