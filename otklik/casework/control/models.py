"""What is kept of watching: how a town watches, what has been told to whom, what was found in threads."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from otklik.border.ports.messages import Stream
from otklik.casework.control.rules.findings import Finding, Verdict
from otklik.casework.control.rules.telling import NoticeKind


class Watch(models.Model):
    """A town's own way of watching a stream; what is not here is the default of `rules.manner`."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    stream = models.CharField(max_length=10, choices=[(s, s) for s in Stream])
    values = models.JSONField(default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "stream"], name="stream_is_watched_one_way")
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.stream}"


class Peace(models.Model):
    """Quiet hours of a town and its letters; `told_on` is the day whose digests have been made.

    The row is what two workers contend for: who holds it tells people.
    """

    municipality = models.OneToOneField("places.Municipality", on_delete=models.CASCADE, related_name="+")
    quiet_from = models.TimeField(default="20:00")
    quiet_to = models.TimeField(default="08:00")
    works_on_days_off = models.BooleanField(default=False)
    is_mail_on = models.BooleanField(default=False)
    told_on = models.DateField(null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.quiet_from}–{self.quiet_to}"


class Notice(models.Model):
    """What one person is told, in words of the trade: nothing of who wrote.

    `about` is what it leads to: `case:` and a number, `meeting:` and an id, or nothing.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k, k) for k in NoticeKind])
    key = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    about = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="person_is_told_once")]
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notices_of_a_person"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="unread_of_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.key}"


class Reminder(models.Model):
    """A mark of a term told to a person; it waits for its notice where that is the digest of the day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    mark = models.CharField(max_length=20)
    level = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    norm = models.CharField(max_length=160)
    is_urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    at = models.DateTimeField()
    notice = models.ForeignKey(Notice, null=True, on_delete=models.SET_NULL, related_name="reminders")

    class Meta:
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "code", "mark", "user"], name="mark_is_told_to_a_person_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.code} {self.mark} → {self.user_id}"


class Untaken(models.Model):
    """A case went back to the coordinator because its recipient had not taken it in time."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    recipient = models.ForeignKey(
        "catalog.Recipient", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    routed_at = models.DateTimeField()
    returned_at = models.DateTimeField()
    hours = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["returned_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "routed_at"], name="way_to_a_recipient_ends_once")
        ]
        indexes = [models.Index(fields=["recipient", "returned_at"], name="untaken_of_a_recipient")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.hours}"


class Conflict(models.Model):
    """Something that goes wrong between a citizen and those who answer, found in a thread.

    `start` and `end` are the place in the text of the post: what was said stays in its post alone.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=16, choices=[(k, k) for k in Finding])
    post_id = models.BigIntegerField()
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=300)
    weight = models.FloatField()
    details = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    found_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, blank=True, choices=[(v, v) for v in Verdict])
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)
    comment = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "post_id"], name="conflict_of_a_post_is_found_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["municipality", "-found_at", "-id"],
                condition=Q(verdict=""),
                name="conflicts_to_look_at",
            ),
            models.Index(fields=["case", "kind"], name="conflicts_of_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"
