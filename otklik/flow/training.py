"""Teaching the classifiers of topics and of recipients from the town's own register."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.border.ports.errors import Refused
from otklik.casework.triage import relearning
from otklik.casework.triage import selectors as triage_read
from otklik.casework.triage import services as triage
from otklik.casework.triage.evaluation import Progress
from otklik.casework.triage.services import Lead
from otklik.ground.outbox import services as outbox
from otklik.ground.places import selectors as places
from otklik.register.cases import selectors as cases

log = logging.getLogger(__name__)

TRAIN = "train"
KINDS = ("topic", "recipient")
_STEP = 0.01


def train(
    municipality_id: int,
    *,
    kind: str = "topic",
    now: datetime,
    actor_id: int | None = None,
    progress: Progress | None = None,
) -> triage.Trained:
    """Train at once, as a run that the town sees; raises `AlreadyTraining`, `TooLittle`, `Stopped`.

    Learns from the cases whose topic and recipient were decided by a person or told by a source. A model
    worse than the one in use is kept and not promoted.
    """
    run_id = triage.ask_training(municipality_id, kind=kind, now=now, actor_id=actor_id)
    lead = triage.begin_training(run_id, now=now)
    if lead is None:
        raise triage.Stopped
    try:
        return _teach(lead, progress=progress)
    except BaseException as error:
        triage.fail_training(lead, _told(error))
        raise


def run(run_id: int, *, now: datetime) -> None:
    """Lead a run that was asked for; safe to run twice: what is over is not begun again.

    What a person can mend is told on the page; what only a technician can also fails the delivery.
    """
    lead = triage.begin_training(run_id, now=now)
    if lead is None:
        return
    try:
        _teach(lead)
    except triage.Stopped:
        return
    except (SystemExit, KeyboardInterrupt):
        triage.put_training_back(lead)
        raise
    except Exception as error:
        triage.fail_training(lead, _told(error))
        if _is_too_little(error):
            return
        raise Refused(f"{type(error).__name__}: {error}") from error


@transaction.atomic
def ask(
    municipality_id: int,
    *,
    kind: str = "topic",
    now: datetime,
    actor_id: int | None = None,
    is_automatic: bool = False,
) -> int:
    """Ask the worker to train; the run's id. Raises `AlreadyTraining`."""
    run_id = triage.ask_training(
        municipality_id, kind=kind, now=now, actor_id=actor_id, is_automatic=is_automatic
    )
    outbox.put(TRAIN, str(run_id), {"run": run_id}, now=now)
    return run_id


def ask_where_due(*, now: datetime) -> int:
    """Every night: ask for a training in each town that has learnt enough new; how many were asked for."""
    return sum(_ask_if_due(town.id, kind, now=now) for town in places.municipalities() for kind in KINDS)


def _ask_if_due(municipality_id: int, kind: str, *, now: datetime) -> bool:
    learning = triage_read.learning(municipality_id)
    last_at = last_trained_at(municipality_id, kind)
    fresh = triage_read.fresh_texts(municipality_id, kind, since=last_at)
    if not relearning.is_due(learning.retrain, fresh=fresh, after=learning.after, last_at=last_at, now=now):
        return False
    try:
        ask(municipality_id, kind=kind, now=now, is_automatic=True)
    except triage.AlreadyTraining:
        return False
    return True


def last_trained_at(municipality_id: int, kind: str) -> datetime | None:
    """When the last training that was not stopped began."""
    ended = (
        one.started_at
        for one in triage_read.runs(municipality_id, kind, most=20)
        if one.state in ("done", "failed")
    )
    return next(ended, None)


def _teach(lead: Lead, *, progress: Progress | None = None) -> triage.Trained:
    kind, town = lead.kind, lead.municipality_id
    tell = _teller(lead, progress)
    corrected = triage_read.corrected(town, kind)
    samples = []
    for one in cases.labelled(town):
        label = one.recipient_id if kind == "recipient" else one.topic_id
        is_corrected = label is not None and corrected.get(one.case_id) == label
        weight = relearning.CORRECTION_WEIGHT if is_corrected else 1.0
        samples.append(
            triage.Known(
                one.text,
                one.topic_id,
                one.recipient_id,
                one.case_id,
                weight,
                district_id=one.district_id,
                settlement_id=one.settlement_id,
                on=one.registered_at.date(),
            )
        )
    return triage.train(
        town, samples, kind=kind, now=lead.begun_at, actor_id=lead.asked_by, progress=tell, lead=lead
    )


def _teller(lead: Lead, progress: Progress | None) -> Progress:
    """Keeps where the run stands at every hundredth of the work, and learns there that it was stopped."""
    last = ("", -1.0)

    def tell(stage: str, share: float) -> None:
        nonlocal last
        if stage != last[0] or share - last[1] >= _STEP:
            last = (stage, share)
            triage.tell_training(lead, stage, share)
        if progress is not None:
            progress(stage, share)

    return tell


def _told(error: BaseException) -> str:
    """What is shown on the page."""
    if isinstance(error, triage.Stopped | KeyboardInterrupt | SystemExit):
        return _("Обучение остановлено.")
    if isinstance(error, MemoryError):
        return _("Не хватило памяти. Прежняя модель работает; освободите память и обучите снова.")
    if isinstance(error, OSError):
        return _("Не удалось записать модель: проверьте место на диске. Прежняя модель работает.")
    if _is_too_little(error):
        return str(error)
    log.warning("training failed: %s", type(error).__name__)
    return _("Обучение оборвалось из-за внутренней ошибки. Прежняя модель работает, техник видит причину.")


def _is_too_little(error: BaseException) -> bool:
    """Asked only after a training, when scikit-learn has been loaded already."""
    from otklik.casework.triage.evaluation import TooLittle

    return isinstance(error, TooLittle)
