"""Reading a register and thinking it over, batch by batch, before anything is written of it."""

from collections.abc import Iterator, Sequence
from itertools import islice

from otklik.border.integrations import registry
from otklik.border.ports.messages import Record, Rejected
from otklik.border.readers.tables import open_table
from otklik.flow import layouts
from otklik.flow.receive import think
from otklik.flow.stretches import Batch, Task
from otklik.flow.tidying import tidy_record
from otklik.ground.places import selectors as places
from otklik.ground.places.selectors import MunicipalityView
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog
from otklik.register.intake import services as intake


def thought_batches(task: Task) -> Iterator[Batch]:
    """The rest of the file, batch by batch, thought over; topics of a newer edition are met before."""
    town = places.municipality(task.municipality_id)
    plan = registry.from_json(task.plan) if task.plan else None
    table = open_table(task.path)
    source = islice(layouts.records(table, layout=task.layout, plan=plan, town=town), task.skip, None)
    while batch := list(islice(source, task.batch)):
        records = [tidy_record(one) for one in batch if isinstance(one, Record)]
        if task.layout == layouts.INCIDENT:
            _meet_topics(records, task, town)
        yield Batch(
            rows=len(batch),
            thoughts=think(records, town=town, now=task.now),
            rejected=[one for one in batch if isinstance(one, Rejected)],
        )


def _meet_topics(records: Sequence[Record], task: Task, town: MunicipalityView) -> None:
    """«Инцидент Менеджмент» is the source of our topics: those of its newer edition enter the catalog."""
    snapshot = catalog_read.snapshot(town.id)
    told = dict.fromkeys(one.inbound.topic for one in records if " / " in one.inbound.topic)
    unknown = [title for title in told if snapshot.topic_by_title(title) is None]
    if unknown:
        added = catalog.meet_topics(town.id, unknown, now=task.now)
        intake.note_topics(task.run_id, added)
