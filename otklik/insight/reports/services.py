"""Plans, entries and reasons are set here; a report is frozen and signed here."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from otklik.ground.audit import services as audit
from otklik.insight.analytics.indicators import INDICATORS, TARGETS, Source
from otklik.insight.reports.form import Filled, freeze
from otklik.insight.reports.models import DeviationReason, IndicatorEntry, PlanValue, Snapshot
from otklik.insight.reports.rules import PLAN_NORM, RECIPIENTS_ROW

MONTHLY = "monthly"


class RefusedEntry(ValueError):
    """What was given cannot be kept; the text is Russian, for the one who gave it."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """`is_new` is false where the last version already says the same."""

    snapshot_id: int
    version: int
    sha256: str
    is_new: bool


def set_plan(
    municipality_id: int, *, year: int, values: Mapping[int, Decimal], actor_id: int | None, now: datetime
) -> None:
    """The town's own plan of the year; targets not named keep theirs."""
    for number, value in values.items():
        if number not in TARGETS or not 0 <= value <= 100:
            raise RefusedEntry(f"План показателя {number}: нужно число от 0 до 100 процентов.")
    with transaction.atomic():
        for number, value in values.items():
            PlanValue.objects.update_or_create(
                municipality_id=municipality_id, year=year, number=number, defaults={"value": value}
            )
        audit.record(
            action="set_plan",
            subject="plan",
            subject_id=year,
            now=now,
            municipality_id=municipality_id,
            actor_id=actor_id,
            norm=PLAN_NORM,
            details={str(number): str(value) for number, value in sorted(values.items())},
        )


def explain(
    municipality_id: int, *, year: int, number: int, text: str, actor_id: int | None, now: datetime
) -> None:
    """Keep why the target deviates from the plan; an empty text takes the reason back."""
    target = TARGETS.get(number)
    if target is None:
        raise RefusedEntry(f"Целевого показателя {number} нет.")
    text = " ".join(text.split())
    if len(text) > 1000:
        raise RefusedEntry("Причина отклонения длиннее 1000 знаков.")
    which: dict[str, Any] = {"municipality_id": municipality_id, "year": year, "number": number}
    with transaction.atomic():
        if text:
            DeviationReason.objects.update_or_create(
                **which, defaults={"text": text, "entered_by": actor_id, "entered_at": now}
            )
        else:
            DeviationReason.objects.filter(**which).delete()
        audit.record(
            action="explain_deviation" if text else "take_back_deviation",
            subject="target",
            subject_id=f"{year}/{number}",
            now=now,
            municipality_id=municipality_id,
            actor_id=actor_id,
            norm=target.norm,
        )


def enter(
    municipality_id: int,
    *,
    month: date,
    number: int,
    value: int | None,
    note: str = "",
    actor_id: int | None,
    now: datetime,
) -> None:
    """Keep what no case tells (9–12) for the month the day is in; None makes it unknown again."""
    indicator = INDICATORS.get(number)
    if indicator is None or indicator.source is Source.CASES:
        raise RefusedEntry(f"Показатель {number} считается по карточкам и вручную не вносится.")
    if value is not None and value < 0:
        raise RefusedEntry(f"Показатель {number}: нужно целое число не меньше нуля.")
    which: dict[str, Any] = {
        "municipality_id": municipality_id,
        "month": month.replace(day=1),
        "number": number,
    }
    with transaction.atomic():
        was = IndicatorEntry.objects.filter(**which).values_list("value", flat=True).first()
        if value is None:
            IndicatorEntry.objects.filter(**which).delete()
        else:
            told = {"value": value, "note": note.strip()[:500], "entered_by": actor_id, "entered_at": now}
            IndicatorEntry.objects.update_or_create(**which, defaults=told)
        audit.record(
            action="enter_indicator",
            subject="indicator",
            subject_id=f"{month:%Y-%m}/{number}",
            now=now,
            municipality_id=municipality_id,
            actor_id=actor_id,
            norm=indicator.norm,
            details={"was": was, "value": value},
        )


def freeze_report(filled: Filled, *, municipality_id: int, actor_id: int | None, now: datetime) -> Frozen:
    """Keep the form as it stands. The same form again is the same version; a changed one is the next."""
    body = freeze(filled)
    digest = seal(body)
    which = {"municipality_id": municipality_id, "form": filled.form.code, "period": filled.period}
    with transaction.atomic():
        last = Snapshot.objects.filter(**which).order_by("-version").first()
        if last is not None and last.sha256 == digest:
            return Frozen(last.pk, last.version, last.sha256, is_new=False)
        snapshot = Snapshot.objects.create(
            **which,
            version=last.version + 1 if last else 1,
            as_of=filled.as_of,
            body=body,
            sha256=digest,
            created_by=actor_id,
            created_at=now,
        )
        _remember_recipients(filled, municipality_id=municipality_id, actor_id=actor_id, now=now)
        _journal("freeze_report", snapshot, norm=filled.form.norm, actor_id=actor_id, now=now)
    return Frozen(snapshot.pk, snapshot.version, digest, is_new=True)


def sign(snapshot_id: int, *, municipality_id: int, actor_id: int, now: datetime) -> None:
    """Mark the version as signed; a signed one stays as it was signed."""
    with transaction.atomic():
        snapshot = Snapshot.objects.get(pk=snapshot_id, municipality_id=municipality_id)
        if snapshot.signed_at is not None:
            return
        if seal(snapshot.body) != snapshot.sha256:
            raise RefusedEntry(
                "Сохранённый отчёт повреждён: его содержание не сходится с контрольной суммой."
            )
        snapshot.signed_by, snapshot.signed_at = actor_id, now
        snapshot.save(update_fields=["signed_by", "signed_at"])
        _journal("sign_report", snapshot, norm=snapshot.body["form"]["norm"], actor_id=actor_id, now=now)


def seal(body: Mapping[str, object]) -> str:
    """SHA-256, hexadecimal, of the canonical JSON."""
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _remember_recipients(
    filled: Filled, *, municipality_id: int, actor_id: int | None, now: datetime
) -> None:
    """The register of recipients has no past, so next month's growth is counted from what was reported."""
    if filled.form.code != MONTHLY:
        return
    told = next((row.cells[2].number for row in filled.rows if row.number == RECIPIENTS_ROW), None)
    if told is not None:
        IndicatorEntry.objects.update_or_create(
            municipality_id=municipality_id,
            month=filled.as_of.replace(day=1),
            number=RECIPIENTS_ROW,
            defaults={"value": int(told), "note": "из отчёта", "entered_by": actor_id, "entered_at": now},
        )


def _journal(action: str, snapshot: Snapshot, *, norm: str, actor_id: int | None, now: datetime) -> None:
    audit.record(
        action=action,
        subject="report",
        subject_id=snapshot.pk,
        now=now,
        municipality_id=snapshot.municipality_id,
        actor_id=actor_id,
        norm=norm,
        details={
            "form": snapshot.form,
            "period": snapshot.period,
            "version": snapshot.version,
            "sha256": snapshot.sha256,
        },
    )
