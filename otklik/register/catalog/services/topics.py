"""Changing topics, their groups and their codes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.register.catalog.defaults import CodeRow
from otklik.register.catalog.foreign import Bad, read_code
from otklik.register.catalog.models import ForeignCode, Topic, TopicCode
from otklik.register.catalog.rules import EVIDENCE, season_problem
from otklik.register.catalog.services import belonging
from otklik.register.catalog.services.blocks import new_code
from otklik.register.catalog.services.changes import BadCatalog, finish


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFields:
    """A topic as it shall be; without `parent_id` it is a group, which takes no cases and has no codes.

    Where no code of a scheme is marked, the first is the primary one. `code` counts for a new topic alone.
    """

    title: str
    code: str = ""
    parent_id: int | None = None
    block_id: int | None = None
    is_significant: bool = False
    is_fast_track: bool = False
    fast_track_days: int | None = None
    internal_days: int | None = None
    urgency: int = 0
    evidence: str = "none"
    season: str = ""
    keywords: tuple[str, ...] = ()
    recipient_kind: str = ""
    recipient_id: int | None = None
    is_active: bool = True
    codes: tuple[CodeRow, ...] = ()


@transaction.atomic
def save_topic(
    fields: TopicFields,
    *,
    municipality_id: int,
    topic_id: int | None = None,
    now: datetime,
    actor_id: int | None = None,
) -> Topic:
    """Add a topic or change it whole; making a merged topic active takes it out of the merge."""
    row = belonging.topic(topic_id, municipality_id) if topic_id else Topic(municipality_id=municipality_id)
    _check_place(row, fields, municipality_id)
    _check_values(fields)
    codes = _read_codes(fields)
    if row.pk is None:
        taken = set(Topic.objects.filter(municipality_id=municipality_id).values_list("code", flat=True))
        row.code = new_code(fields.code, "topic" if fields.parent_id else "group", taken)
    if fields.is_active:
        row.merged_into = None
    _put(row, fields)
    row.save()
    _put_codes(row, codes)
    finish("save_topic", "topic", row.id, municipality_id=municipality_id, now=now, actor_id=actor_id)
    return row


@transaction.atomic
def merge_topic(
    topic_id: int, *, into_id: int, municipality_id: int, now: datetime, actor_id: int | None = None
) -> None:
    """Close a topic in favour of another; its names and codes lead to the other from now on."""
    row = belonging.topic(topic_id, municipality_id)
    into = belonging.topic(into_id, municipality_id)
    if row.id == into.id:
        raise BadCatalog(_("Тему нельзя объединить с самой собой: выберите другую."))
    if row.parent_id is None or into.parent_id is None:
        raise BadCatalog(_("Группы не объединяют: перенесите темы из одной в другую."))
    if into.merged_into_id is not None or not into.is_active:
        raise BadCatalog(
            _("Тема «%(title)s» закрыта: выберите действующую или откройте её.") % {"title": into.title}
        )
    row.merged_into, row.is_active = into, False
    row.save(update_fields=["merged_into", "is_active"])
    finish(
        "merge_topic",
        "topic",
        row.id,
        municipality_id=municipality_id,
        now=now,
        actor_id=actor_id,
        details={"into": into.id},
    )


def _check_place(row: Topic, fields: TopicFields, municipality_id: int) -> None:
    """Where the topic stands: its group, its block, its recipient, and a name nobody bears beside it."""
    if not fields.title.strip():
        raise BadCatalog(_("Укажите название темы."))
    if row.pk is not None and (row.parent_id is None) != (fields.parent_id is None):
        raise BadCatalog(_("Группа не становится темой, а тема группой: добавьте новую."))
    if fields.parent_id is not None:
        group = belonging.topic(fields.parent_id, municipality_id)
        if group.parent_id is not None:
            raise BadCatalog(
                _("«%(title)s» — тема: выберите для новой темы группу.") % {"title": group.title}
            )
    elif row.pk is not None and not fields.is_active and row.children.filter(is_active=True).exists():
        raise BadCatalog(_("В группе есть действующие темы: сначала перенесите или закройте их."))
    if fields.block_id is not None:
        belonging.block(fields.block_id, municipality_id)
    if fields.recipient_id is not None:
        belonging.recipient(fields.recipient_id, municipality_id)
    beside = Topic.objects.filter(municipality_id=municipality_id, parent_id=fields.parent_id)
    title = fields.title.strip().casefold()
    if any(one.title.casefold() == title for one in beside.exclude(id=row.pk or 0)):
        raise BadCatalog(_("«%(title)s» здесь уже есть: откройте её и измените.") % {"title": fields.title})


def _check_values(fields: TopicFields) -> None:
    if fields.is_fast_track and not fields.fast_track_days:
        raise BadCatalog(_("Для ускоренного рассмотрения укажите срок в рабочих днях."))
    if any(
        days is not None and not 1 <= days <= 365 for days in (fields.fast_track_days, fields.internal_days)
    ):
        raise BadCatalog(_("Срок темы — от 1 до 365 дней."))
    if fields.evidence not in EVIDENCE:
        raise BadCatalog(_("Выберите подтверждение из списка."))
    if problem := season_problem(fields.season):
        raise BadCatalog(problem)
    if fields.codes and fields.parent_id is None:
        raise BadCatalog(_("У группы нет кодов: укажите их у тем."))


def _read_codes(fields: TopicFields) -> list[CodeRow]:
    """The codes in their canonical form, each known to its classifier, one primary in a scheme."""
    read: dict[tuple[str, str], bool] = {}
    for row in fields.codes:
        code = read_code(row.scheme, row.code)
        if isinstance(code, Bad):
            raise BadCatalog(_("Код «%(code)s»: %(reason)s") % {"code": row.code, "reason": code.reason})
        if not code.is_assignable:
            raise BadCatalog(
                _("Код %(code)s — раздел классификатора: выберите вопрос внутри него.") % {"code": code.text}
            )
        read[row.scheme, code.text] = read.get((row.scheme, code.text), False) or row.is_primary
    _refuse_unknown(list(read))
    for scheme in {scheme for scheme, _code in read}:
        own = [key for key in read if key[0] == scheme]
        primary = [key for key in own if read[key]] or own[:1]
        if len(primary) > 1:
            raise BadCatalog(_("Основной код в классификаторе один: снимите отметку с остальных."))
        read[primary[0]] = True
    return [CodeRow(scheme, code, is_primary) for (scheme, code), is_primary in read.items()]


def _refuse_unknown(codes: Sequence[tuple[str, str]]) -> None:
    known = set(
        ForeignCode.objects.filter(code__in=[code for _scheme, code in codes]).values_list("scheme", "code")
    )
    for scheme, code in codes:
        if (scheme, code) not in known:
            raise BadCatalog(
                _("Кода «%(code)s» нет в классификаторе: исправьте его или загрузите новую редакцию.")
                % {"code": code}
            )


def _put(row: Topic, fields: TopicFields) -> None:
    row.title = " ".join(fields.title.split())[:300]
    row.parent_id, row.block_id, row.recipient_id = fields.parent_id, fields.block_id, fields.recipient_id
    row.is_significant, row.is_active = fields.is_significant, fields.is_active
    row.is_fast_track = fields.is_fast_track
    row.fast_track_days = fields.fast_track_days if fields.is_fast_track else None
    row.internal_days, row.urgency = fields.internal_days, fields.urgency
    row.evidence, row.season = fields.evidence, fields.season.strip()
    row.keywords = list(dict.fromkeys(word.strip().lower() for word in fields.keywords if word.strip()))
    row.recipient_kind = fields.recipient_kind


def _put_codes(row: Topic, codes: Sequence[CodeRow]) -> None:
    row.codes.all().delete()
    TopicCode.objects.bulk_create(
        TopicCode(topic=row, scheme=one.scheme, code=one.code, is_primary=one.is_primary) for one in codes
    )
