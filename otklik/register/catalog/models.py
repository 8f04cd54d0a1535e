"""What a case may be about and who answers for it."""

from django.db import models


class SectorBlock(models.Model):
    """A sector block of the centre («Дороги», «ЖКХ» …)."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=160)
    short_title = models.CharField(max_length=60, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    norm = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="block_code_is_unique_in_a_town")
        ]

    def __str__(self) -> str:
        return self.title


class Recipient(models.Model):
    """A responsible recipient: an organisation that answers citizens.

    `duties` are the kinds of recipient it serves as (`roads_dept`, `heat_utility` …, see `defaults`).
    """

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    duties = models.JSONField(default=list)
    is_in_centre = models.BooleanField(default=True)
    page_url = models.URLField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "title"], name="recipient_is_listed_once_in_a_town"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Topic(models.Model):
    """A topic of the town's tree; a group is a topic without a parent and takes no cases.

    A topic counts as socially significant for the reports when it has a block (Чердаклы, п. 2.7).
    """

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.SlugField(max_length=80)
    title = models.CharField(max_length=300)
    block = models.ForeignKey(
        SectorBlock, null=True, blank=True, on_delete=models.PROTECT, related_name="topics"
    )
    is_significant = models.BooleanField(default=False)
    is_fast_track = models.BooleanField(default=False)
    fast_track_days = models.PositiveSmallIntegerField(null=True, blank=True)
    internal_days = models.PositiveSmallIntegerField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    evidence = models.CharField(max_length=20, default="none")
    season = models.CharField(max_length=20, blank=True)
    keywords = models.JSONField(default=list)
    recipient_kind = models.CharField(max_length=40, blank=True)
    recipient = models.ForeignKey(
        Recipient, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="topic_code_is_unique_in_a_town")
        ]

    def __str__(self) -> str:
        return self.title


class ForeignCode(models.Model):
    """A code of a foreign classifier, dated by its edition and never deleted."""

    scheme = models.CharField(max_length=10)
    code = models.CharField(max_length=200)
    title = models.CharField(max_length=400)
    edition = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code", "edition"], name="foreign_code_is_listed_once_in_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class TopicCode(models.Model):
    """A topic's code in a foreign classifier; one code of each scheme may be the primary one."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=10)
    code = models.CharField(max_length=200)
    is_primary = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "scheme", "code"], name="topic_has_a_code_once"),
            models.UniqueConstraint(
                fields=["topic", "scheme"],
                condition=models.Q(is_primary=True),
                name="topic_has_one_primary_code_a_scheme",
            ),
        ]
        indexes = [models.Index(fields=["scheme", "code"], name="topic_by_foreign_code")]

    def __str__(self) -> str:
        return f"{self.scheme} {self.code}"


class Responsibility(models.Model):
    """Who answers for a topic (or a whole block) in a district; the most exact row wins."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    block = models.ForeignKey(SectorBlock, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    district = models.ForeignKey(
        "places.District", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    recipient = models.ForeignKey(Recipient, on_delete=models.CASCADE, related_name="+")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "responsibilities"

    def __str__(self) -> str:
        return f"{self.topic_id or self.block_id}/{self.district_id}: {self.recipient_id}"


class Edition(models.Model):
    """A counter that grows with every change of a town's catalog, so that caches know they are stale."""

    municipality = models.OneToOneField(
        "places.Municipality", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.number}"
