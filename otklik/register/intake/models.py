"""What came in, as it came."""

from django.db import models


class ChannelAccount(models.Model):
    """One way in: a form, a hotline, a community, a mailbox, a kind of export."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    stream = models.CharField(max_length=10)
    settings = models.JSONField(default=dict)
    cursor = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="account_code_is_unique_in_a_town")
        ]

    def __str__(self) -> str:
        return self.title


class InboundRecord(models.Model):
    """A message or a foreign row kept raw and once; `digest` tells whether it came back changed."""

    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="records")
    external_id = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    body = models.TextField()
    case_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "external_id"], name="message_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.account_id}:{self.external_id}"


class ColumnPlan(models.Model):
    """A named map of a foreign register's columns."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=120)
    body = models.JSONField()
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "title"], name="column_plan_has_one_name")
        ]

    def __str__(self) -> str:
        return self.title


class RunState(models.TextChoices):
    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "идёт"
    STOPPING = "stopping", "останавливается"
    STOPPED = "stopped", "остановлена"
    DONE = "done", "завершена"
    FAILED = "failed", "не удалась"


class ImportRun(models.Model):
    """One run of an import: where it stands, so that it can be shown, interrupted and resumed."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="runs")
    file_name = models.CharField(max_length=255)
    file_digest = models.CharField(max_length=64)
    file_path = models.CharField(max_length=500)
    layout = models.CharField(max_length=40)
    plan = models.JSONField(null=True)
    state = models.CharField(max_length=12, choices=RunState.choices, default=RunState.WAITING)
    rows_total = models.PositiveIntegerField(null=True)
    rows_read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    new_topics = models.JSONField(default=list)
    rejects_path = models.CharField(max_length=500, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "-id"], name="imports_of_a_town")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"
