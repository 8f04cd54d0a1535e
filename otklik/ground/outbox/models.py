"""Work for later, one row a piece."""

from django.db import models

from otklik.ground.outbox.rules import State


class Delivery(models.Model):
    """A piece of work; `key` makes the same work asked for twice one row."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=[(s, s) for s in State], default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=40, blank=True)
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="work_is_asked_for_once")]
        indexes = [models.Index(fields=["state", "next_try_at", "id"], name="work_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
