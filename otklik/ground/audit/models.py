"""The journal: who did what to which row, when, from where and on what norm."""

from django.db import models


class Entry(models.Model):
    """Append-only. The chain runs in the order of `id`."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    municipality_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=40)
    subject = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    norm = models.CharField(max_length=160, blank=True)
    ip = models.CharField(max_length=45, blank=True)
    details = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["subject", "subject_id", "id"], name="journal_of_a_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.action} {self.subject} {self.subject_id}"
