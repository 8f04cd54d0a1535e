"""Automatic rules, duties and an absence of the demonstration town, with what the rules did last month."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from otklik.casework.automation import selectors as automation
from otklik.casework.automation import services
from otklik.casework.automation.rules.effects import AUTO, Effects, Internal
from otklik.casework.automation.rules.fields import Labels, Lists
from otklik.casework.automation.rules.shape import ALWAYS, Body
from otklik.casework.automation.services import AbsenceDraft, Draft, HitOutcome, Kept, ShiftDraft
from otklik.flow import listing, trying
from otklik.ground.people import selectors as people
from otklik.ground.places import selectors as places
from otklik.kernel.conditions import All, Condition, Test
from otklik.register.cases import services as cases
from otklik.register.catalog import selectors as catalog

BACK = timedelta(days=40)
MONTH = timedelta(days=30)
AUTHOR = "rukovoditel"
_OFF = frozenset({"executor", "fast_track"})
"""What cannot be made up for cases that came decided."""


def load_rules(municipality_id: int, *, now: datetime) -> None:
    """Six rules that a town would have, a roster and a vacation; nothing where there are rules already."""
    if automation.rules(municipality_id, now=now) or automation.archived(municipality_id):
        return
    lists = listing.lists(municipality_id)
    author = people.user_by_name(AUTHOR)
    for title, condition, effects in _rules(lists):
        draft = Draft(title=title, body=Body(condition, effects))
        services.save(
            draft, municipality_id=municipality_id, lists=lists, now=now - BACK, is_on=True,
            actor_id=author.id if author else None,
        )  # fmt: skip
    _load_roster(municipality_id, now=now)
    _tell_history(municipality_id, now=now)


def _rules(lists: Lists) -> list[tuple[str, Condition, Effects]]:
    def topic(title: str) -> Test:
        return Test("topic", "is", _value(lists.labels("topic"), title))

    def recipient(title: str) -> int:
        return int(_value(lists.recipients, title))

    roads = Test("group", "is", _value(lists.labels("group"), "Дороги"))
    north = Test("district", "is", _value(lists.labels("district"), "Северный"))
    cold = All((topic("отсутствие отопления"), Test("season", "in", ("autumn", "winter"))))
    return [
        (
            "Угроза людям: на контроль", Test("urgency", "is", "2"),
            Effects(internal=Internal(4, "hours"), tags=("контроль главы",)),
        ),
        (
            "Открытые люки", topic("канализационные люки"),
            Effects(recipient=recipient("Водоканал"), internal=Internal(1, "days"), urgency=2),
        ),
        (
            "Дороги на севере", All((roads, north)),
            Effects(recipient=recipient("Городские дороги"), internal=Internal(3, "days"), tags=("дороги",)),
        ),
        ("Холодные батареи", cold, Effects(recipient=recipient("Теплосеть"), urgency=1)),
        ("Благодарности", Test("signs", "is", "thanks"), Effects(tags=("благодарность",))),
        ("Автокоординация", ALWAYS, Effects(executor=AUTO)),
    ]  # fmt: skip


def _value(labels: Labels, title: str) -> str:
    """The first whose label holds the words; LookupError where none does."""
    found = next((value for value, label in labels.items() if title in label), None)
    if found is None:
        raise LookupError(title)
    return found


def _load_roster(municipality_id: int, *, now: datetime) -> None:
    """The foreman of the roads is on duty this week; a foreman of the yards is on leave."""
    today = now.astimezone(ZoneInfo(places.municipality(municipality_id).timezone)).date()
    known = {login: people.user_by_name(login) for login in ("dor-master", "blago-master", "blago")}
    on_duty, away, deputy = known["dor-master"], known["blago-master"], known["blago"]
    if on_duty is not None:
        shift = ShiftDraft(user_id=on_duty.id, since=today, until=today + timedelta(days=6))
        services.save_shift(shift, municipality_id=municipality_id, now=now)
    if away is not None:
        absence = AbsenceDraft(
            user_id=away.id, since=today - timedelta(days=3), until=today + timedelta(days=10),
            deputy_id=deputy.id if deputy else None, reason="в отпуске",
        )  # fmt: skip
        services.save_absence(absence, municipality_id=municipality_id, now=now)


def _tell_history(municipality_id: int, *, now: datetime) -> None:
    """The cases of the last month as if the rules had met them: those that went where the rules say."""
    snapshot = catalog.snapshot(municipality_id)
    rules = automation.rulesets_of(snapshot, only_on=True)
    kept, returned = [], []
    for portion in trying.records(snapshot, since=now - MONTH, fields=rules.fields, where=ALWAYS):
        for past, record in portion:
            acted = rules.act(record, on=past.registered_at.date(), taken=_OFF)
            if not acted.hits or acted.effects.recipient not in (None, past.recipient_id):
                continue
            kept.append(Kept(past.id, acted, at=past.registered_at))
            if past.returned_count and acted.effects.recipient:
                returned.append(past.id)
            if acted.effects.tags:
                cases.tag(past.id, acted.effects.tags, now=now)
    services.keep(kept, municipality_id=municipality_id, now=now)
    for case_id in returned:
        services.judge(case_id, HitOutcome.RETURNED, now=now)
