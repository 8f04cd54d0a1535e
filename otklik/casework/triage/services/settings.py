"""What a town sets for triage: from which confidence it decides alone, and when it learns anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.casework.triage.models import Kind, Retrain, Setting
from otklik.casework.triage.relearning import LEAST_RETRAIN_AFTER, MOST_RETRAIN_AFTER
from otklik.ground.audit import services as audit

LEAST_THRESHOLD, MOST_THRESHOLD = 0.3, 1.0


class BadSetting(ValueError):
    """The value cannot be set; the message is Russian."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """`retrain` is of `models.Retrain`; `after` is how many fresh labels are worth a training."""

    is_auto_promoted: bool
    retrain: str
    after: int


@transaction.atomic
def set_threshold(
    municipality_id: int,
    threshold: float,
    *,
    kind: str = Kind.TOPIC,
    now: datetime,
    actor_id: int | None = None,
) -> None:
    """From which confidence a topic or a recipient stands without a person. Raises `BadSetting`."""
    if not LEAST_THRESHOLD <= threshold <= MOST_THRESHOLD:
        raise BadSetting(_("Порог уверенности бывает от 30 до 100 %."))
    setting, _is_new = Setting.objects.select_for_update().get_or_create(municipality_id=municipality_id)
    name = "recipient_threshold" if kind == Kind.RECIPIENT else "threshold"
    was = getattr(setting, name)
    setattr(setting, name, threshold)
    setting.save(update_fields=[name])
    audit.record(
        action="set_threshold",
        subject="triage",
        subject_id=municipality_id,
        now=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
        details={"kind": str(kind), "was": was, "threshold": threshold},
    )


@transaction.atomic
def set_learning(
    municipality_id: int, learning: Learning, *, now: datetime, actor_id: int | None = None
) -> None:
    """When the town learns anew, and whether a better model is put to work by itself. Raises `BadSetting`."""
    if learning.retrain not in Retrain.values:
        raise BadSetting(_("Выберите, когда обучать: каждую ночь, раз в неделю или только по кнопке."))
    if not LEAST_RETRAIN_AFTER <= learning.after <= MOST_RETRAIN_AFTER:
        raise BadSetting(_("Новых решений для обучения бывает от 10 до 10 000."))
    Setting.objects.update_or_create(
        municipality_id=municipality_id,
        defaults={
            "is_auto_promoted": learning.is_auto_promoted,
            "retrain": learning.retrain,
            "retrain_after": learning.after,
        },
    )
    audit.record(
        action="set_learning",
        subject="triage",
        subject_id=municipality_id,
        now=now,
        municipality_id=municipality_id,
        actor_id=actor_id,
        details={
            "is_auto_promoted": learning.is_auto_promoted,
            "retrain": learning.retrain,
            "retrain_after": learning.after,
        },
    )
