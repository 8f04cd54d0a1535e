"""What triage keeps: models, its opinion of every case, and the decisions of people to learn from."""

from django.db import models

from otklik.casework.triage.relearning import DEFAULT_RETRAIN_AFTER
from otklik.casework.triage.rules import DEFAULT_THRESHOLD


class Kind(models.TextChoices):
    TOPIC = "topic", "тематика"
    RECIPIENT = "recipient", "получатель"


class RunState(models.TextChoices):
    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "идёт"
    DONE = "done", "закончено"
    STOPPED = "stopped", "остановлено"
    FAILED = "failed", "не удалось"


class Retrain(models.TextChoices):
    NEVER = "never", "только по кнопке"
    NIGHTLY = "nightly", "каждую ночь"
    WEEKLY = "weekly", "раз в неделю"


class ModelVersion(models.Model):
    """A trained model; `path` is under `settings.MODELS`, empty when its file is no longer kept.

    `metrics` and `evaluation` (of `evaluation.Evaluation`) are those of held-out samples; `rival_metrics`
    those of the model then in use on the same samples. `mistakes` are lists of case ids under «true|guessed».
    """

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    path = models.CharField(max_length=200)
    trained_at = models.DateTimeField()
    samples = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField(default=0)
    metrics = models.JSONField(default=dict)
    evaluation = models.JSONField(default=dict)
    mistakes = models.JSONField(default=dict)
    rival_id = models.BigIntegerField(null=True)
    rival_metrics = models.JSONField(null=True)
    is_not_worse = models.BooleanField(default=True)
    activated_at = models.DateTimeField(null=True)
    is_active = models.BooleanField(default=False)

    class Meta:
        ordering = ["-trained_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind"],
                condition=models.Q(is_active=True),
                name="one_model_of_a_kind_is_active_in_a_town",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.trained_at:%Y-%m-%d %H:%M}"


class Opinion(models.Model):
    """What triage thought of a case: three topics with grounds, and the grounds of recipient and urgency.

    `topics` is a list of [topic id, confidence, reason, by], the best first; `signs` of [kind, ground,
    fragment] with what a person said of it, true or false, where one has; `parts`, the questions found in
    one long text, of [text, topic id, confidence, reason].
    """

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="+")
    topics = models.JSONField(default=list)
    recipient_ground = models.CharField(max_length=500, blank=True)
    urgency_ground = models.CharField(max_length=300, blank=True)
    signs = models.JSONField(default=list)
    parts = models.JSONField(default=list)
    model_version_id = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"opinion of {self.case_id}"


class Mark(models.Model):
    """A sign of a case that nobody has called wrong: cases are gathered by it."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="case_has_a_sign_of_a_kind_once")
        ]
        indexes = [models.Index(fields=["kind", "case"], name="cases_of_a_sign")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class TrainingRun(models.Model):
    """A training asked for: where it stands and how it ended. `holder` is the process that leads it."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    stage = models.CharField(max_length=120, blank=True)
    share = models.FloatField(default=0.0)
    error = models.CharField(max_length=500, blank=True)
    is_automatic = models.BooleanField(default=False)
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    version = models.ForeignKey(ModelVersion, null=True, on_delete=models.SET_NULL, related_name="runs")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind"],
                condition=models.Q(state__in=["waiting", "running"]),
                name="one_training_of_a_kind_at_a_time_in_a_town",
            ),
            models.CheckConstraint(
                condition=models.Q(share__gte=0.0, share__lte=1.0), name="share_done_is_from_0_to_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.kind}: {self.state}"


class Label(models.Model):
    """A person's decision about a case: what the next model learns from.

    It corrects the topic or the recipient where the system had put or proposed another one first.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("catalog.Topic", on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey("catalog.Recipient", null=True, on_delete=models.SET_NULL, related_name="+")
    was_topic = models.ForeignKey("catalog.Topic", null=True, on_delete=models.SET_NULL, related_name="+")
    corrects_topic = models.BooleanField(default=False)
    corrects_recipient = models.BooleanField(default=False)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["case", "at", "id"], name="labels_of_a_case"),
            models.Index(fields=["at"], name="labels_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.topic_id}"


class Setting(models.Model):
    """What a town sets for triage: from which confidence it decides alone, and when it learns anew."""

    municipality = models.OneToOneField(
        "places.Municipality", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    threshold = models.FloatField(default=DEFAULT_THRESHOLD)
    recipient_threshold = models.FloatField(default=DEFAULT_THRESHOLD)
    is_auto_promoted = models.BooleanField(default=True)
    retrain = models.CharField(max_length=10, choices=Retrain.choices, default=Retrain.WEEKLY)
    retrain_after = models.PositiveIntegerField(default=DEFAULT_RETRAIN_AFTER)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__gte=0.3, threshold__lte=1.0),
                name="threshold_is_from_0_3_to_1",
            ),
            models.CheckConstraint(
                condition=models.Q(recipient_threshold__gte=0.3, recipient_threshold__lte=1.0),
                name="threshold_of_recipients_is_from_0_3_to_1",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.threshold}"
