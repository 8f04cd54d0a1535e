"""The town's lists that rules choose from, as labels for forms and sentences."""

from collections.abc import Mapping

from otklik.casework.answers import selectors as answers
from otklik.casework.automation.rules.fields import Lists, labels_of
from otklik.casework.triage.signs import KINDS
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.register.catalog import selectors as catalog
from otklik.register.intake import selectors as intake

CLOSED = " (закрыто)"


def lists(municipality_id: int) -> Lists:
    """Everything with its label; what is closed says so and stays readable in old rules."""
    snapshot = catalog.snapshot(municipality_id)
    topics = snapshot.topics.values()
    fields: dict[str, Mapping[int, str] | Mapping[str, str]] = {
        "topic": {t.id: _told(t.full_title, t.is_active) for t in topics if not t.is_group},
        "group": {t.id: _told(t.title, t.is_active) for t in topics if t.is_group},
        "block": {b.id: _told(b.title, b.is_active) for b in snapshot.blocks.values()},
        "district": places.district_titles(municipality_id),
        "settlement": {s.id: f"{s.kind} {s.title}" for s in places.settlements(municipality_id)},
        "street": {
            s.id: f"{s.kind} {s.title}, {s.settlement.title}" for s in places.streets(municipality_id)
        },
        "channel": {one.kind: one.title for one in reversed(intake.accounts(municipality_id))},
        "signs": {kind: one.title for kind, one in KINDS.items()},
    }
    return Lists(
        of_fields={name: _labels(rows) for name, rows in fields.items()},
        recipients=_labels({r.id: _told(r.title, r.is_active) for r in snapshot.recipients.values()}),
        people=_labels(dict(people.staff(municipality_id))),
        templates=_labels({t.id: _told(t.title, t.is_active) for t in answers.templates(municipality_id)}),
    )


def _labels(rows: Mapping[int, str] | Mapping[str, str]) -> dict[str, str]:
    return labels_of({str(key): title for key, title in sorted(rows.items(), key=lambda row: row[1])})


def _told(title: str, is_active: bool) -> str:
    return title if is_active else f"{title}{CLOSED}"
