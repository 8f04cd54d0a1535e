"""What triage keeps: models, its opinion of every case, and the decisions of people to learn from."""

from django.db import models

from otklik.casework.triage.rules import DEFAULT_THRESHOLD


class Kind(models.TextChoices):
    TOPIC = "topic", "тематика"
    RECIPIENT = "recipient", "получатель"


class ModelVersion(models.Model):
    """A trained model; `path` is under `settings.MODELS`, `metrics` are those of held-out samples."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    path = models.CharField(max_length=200)
    trained_at = models.DateTimeField()
    samples = models.PositiveIntegerField()
    metrics = models.JSONField(default=dict)
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
    fragment]; `parts`, the questions found in one long text, of [text, topic id, confidence, reason].
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


class Label(models.Model):
    """A person's decision about a case: what the next model learns from."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("catalog.Topic", on_delete=models.CASCADE, related_name="+")
    recipient = models.ForeignKey("catalog.Recipient", null=True, on_delete=models.SET_NULL, related_name="+")
    was_topic = models.ForeignKey("catalog.Topic", null=True, on_delete=models.SET_NULL, related_name="+")
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at", "id"], name="labels_of_a_case")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.topic_id}"


class Setting(models.Model):
    """What a town sets for triage."""

    municipality = models.OneToOneField(
        "places.Municipality", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    threshold = models.FloatField(default=DEFAULT_THRESHOLD)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(threshold__gte=0.3, threshold__lte=1.0),
                name="threshold_is_from_0_3_to_1",
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.threshold}"
