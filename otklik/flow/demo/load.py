"""Loading the demonstration town through the same services that real towns go through."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice
from zoneinfo import ZoneInfo

from django.db import transaction

from otklik.border.ports.messages import Record, StepKind
from otklik.casework.answers import services as answers
from otklik.flow import founding
from otklik.flow.demo import problems
from otklik.flow.demo.placing import load_places, polygon
from otklik.flow.demo.plan import USUAL_CASES, plan
from otklik.flow.demo.ruling import load_rules
from otklik.flow.demo.town import Organisation, Town, load_town
from otklik.flow.receive import take_records
from otklik.ground.people import selectors as people_read
from otklik.ground.people import services as people
from otklik.ground.places import selectors as places_read
from otklik.insight.reports import services as reports
from otklik.insight.reports.rules import decreed
from otklik.register.catalog import selectors as catalog_read
from otklik.register.catalog import services as catalog
from otklik.register.catalog.services import Duty
from otklik.register.catalog.views import Snapshot
from otklik.register.intake import selectors as intake_read
from otklik.register.intake import services as intake

PASSWORD = "otklik-demo"  # noqa: S105  # known on purpose: demo accounts exist only where the demo was loaded
SEED = 2026
CENTRE = "МЦУ"
BATCH = 500
_LAST_DECREED = 2024
Progress = Callable[[int, int], None]


def load(
    *, cases: int = USUAL_CASES, seed: int = SEED, now: datetime, progress: Progress | None = None
) -> int:
    """The town, its people and its cases; what is there already stays. Returns how many cases were added."""
    town = load_town()
    municipality_id = found_town(town, now=now)
    added = load_cases(municipality_id, cases=cases, seed=seed, now=now, progress=progress)
    problems.gather(municipality_id, now=now)
    load_rules(municipality_id, now=now)
    _fill_reports(municipality_id, now=now)
    return added


@transaction.atomic
def found_town(town: Town, *, now: datetime) -> int:
    """The municipality with its places, organisations, recipients and people."""
    about = town.municipality
    municipality_id = founding.found(
        code=about.code,
        title=about.title,
        title_genitive=about.title_genitive,
        region=about.region,
        centre_title=CENTRE,
        head_title=f"Руководитель {CENTRE}",
        timezone=about.timezone,
        population=about.population,
        boundary=polygon(about.ring),
        lat=sum(lat for _, lat in about.ring) / len(about.ring),
        lon=sum(lon for lon, _ in about.ring) / len(about.ring),
        now=now,
    )
    for account in intake_read.accounts(municipality_id):
        intake.set_adapter(account.id, "demo")
    load_places(town, municipality_id, now=now)
    organisations = _load_organisations(town, municipality_id, now=now)
    _load_people(town, municipality_id, organisations, now=now)
    return municipality_id


def load_cases(
    municipality_id: int, *, cases: int, seed: int, now: datetime, progress: Progress | None = None
) -> int:
    """Records of the plan in batches, each a transaction; what was loaded before is not loaded twice."""
    town = places_read.municipality(municipality_id)
    accounts = {account.code: account.id for account in intake_read.accounts(municipality_id)}
    source: Iterator[Record] = plan(seed=seed, cases=cases, until=now)
    done = added = 0
    while batch := list(islice(source, BATCH)):
        for channel in dict.fromkeys(one.inbound.channel for one in batch):
            records = [_unsorted(one) for one in batch if one.inbound.channel == channel]
            taken = take_records(records, account_id=accounts[channel], town=town, now=now)
            for record, one in zip(records, taken, strict=True):
                if one.verdict == "added" and one.case_id is not None:
                    added += 1
                    _draft(record, one.case_id, now=now)
        done += len(batch)
        if progress:
            progress(done, cases)
    return added


def _unsorted(record: Record) -> Record:
    """What nobody has routed yet comes without a topic and a recipient: the centre has yet to decide."""
    if any(step.kind is StepKind.ROUTED for step in record.steps):
        return record
    return replace(record, inbound=replace(record.inbound, topic="", recipient=""))


def _draft(record: Record, case_id: int, *, now: datetime) -> None:
    """A case that waits for approval has the draft that waits."""
    last = next((one for one in reversed(record.steps) if one.kind is not StepKind.NOTE), None)
    if last is None or last.kind is not StepKind.SUBMITTED:
        return
    name = record.inbound.author.name.split(" ")[0]
    text = (
        f"Здравствуйте{', ' + name if name else ''}! Ваше сообщение проверили с выездом на место. "
        f"Работы выполнят до {(now + timedelta(days=3)):%d.%m.%Y}, фото пришлём сюда же."
    )
    draft = answers.write(case_id, answers.Writing(text=text, outcome="measures_taken"), now=last.at)
    answers.submit(draft.id, now=last.at)


def _load_organisations(town: Town, municipality_id: int, *, now: datetime) -> dict[str, int]:
    """Organisations with their recipients and the table of responsibility; ids by the code of the file."""
    have = {one.short_title: one.id for one in people_read.organisations(municipality_id)}
    ids: dict[str, int] = {}
    for one in town.organisations:
        if one.short not in have:
            row = people.save_organisation(
                municipality_id=municipality_id,
                short_title=one.short,
                title=one.title,
                kind=one.kind,
                parent_id=ids.get(one.parent),
                phone=one.phone,
                now=now,
            )
            have[one.short] = row.id
        ids[one.code] = have[one.short]
    _load_recipients(town, municipality_id, ids, now=now)
    return ids


def _load_recipients(town: Town, municipality_id: int, ids: dict[str, int], *, now: datetime) -> None:
    snapshot = catalog_read.snapshot(municipality_id)
    districts = {one.code: one.id for one in places_read.districts(municipality_id)}
    for one in town.organisations:
        if not one.answers_for and not one.recipient_kinds:
            continue
        if snapshot.recipient_by_title(one.short) is not None:
            continue
        recipient = catalog.save_recipient(
            municipality_id=municipality_id,
            organisation_id=ids[one.code],
            title=one.short,
            duties=one.recipient_kinds,
            is_in_centre=one.in_centre,
            page_url=f"https://vk.invalid/{one.code}" if one.has_social_page else "",
            now=now,
        )
        for duty in _duties(one, recipient.id, snapshot, districts):
            catalog.set_responsibility(municipality_id=municipality_id, duty=duty, now=now)


def _duties(
    one: Organisation, recipient_id: int, snapshot: Snapshot, districts: dict[str, int]
) -> list[Duty]:
    groups = {topic.title: topic.id for topic in snapshot.topics.values() if topic.is_group}
    where: Sequence[int | None] = [districts[code] for code in one.districts] or [None]
    found = []
    for title in one.answers_for:
        topic = snapshot.topic_by_title(title)
        topic_id = topic.id if topic else groups.get(title)
        if topic_id is not None:
            found += [Duty(recipient_id=recipient_id, topic_id=topic_id, district_id=d) for d in where]
    return found


def _load_people(town: Town, municipality_id: int, organisations: dict[str, int], *, now: datetime) -> None:
    act = "Постановление администрации от 14.01.2025 № 12 (демонстрация)"
    hashed = people.hash_password(PASSWORD)
    for one in town.people:
        known = people_read.user_by_name(one.login)
        row = people.save_user(
            username=one.login,
            full_name=one.name,
            position=one.position,
            phone=one.phone,
            organisation_id=organisations.get(one.organisation),
            hashed="" if known else hashed,
            is_demo=True,
            now=now,
        )
        for role in one.roles:
            for block in one.blocks if role == "block_head" else ("",):
                people.give_role(
                    user_id=row.id,
                    role_code=role,
                    municipality_id=municipality_id,
                    block_code=block,
                    organisation_id=organisations.get(one.organisation),
                    act=act,
                    now=now,
                )


def _fill_reports(municipality_id: int, *, now: datetime) -> None:
    """Plan values after the decreed years, and what the cases do not tell (indicators 9, 11 and 12)."""
    today = now.astimezone(ZoneInfo(places_read.municipality(municipality_id).timezone)).date()
    last: dict[int, Decimal] = decreed(_LAST_DECREED)
    for year in range(_LAST_DECREED + 1, today.year + 1):
        reports.set_plan(municipality_id, year=year, values=last, actor_id=None, now=now)
    for back in range(15):
        number = today.year * 12 + today.month - 1 - back
        month = date(number // 12, number % 12 + 1, 1)
        told = {9: 14 + (15 - back) // 4, 11: 2 + back % 3, 12: 1 + back % 2}
        for indicator, value in told.items():
            reports.enter(
                municipality_id,
                month=month,
                number=indicator,
                value=value,
                note="Данные показа",
                actor_id=None,
                now=now,
            )
