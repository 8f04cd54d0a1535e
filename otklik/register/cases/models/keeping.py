"""Beside the cases: numbers given, tags, co-executors, bases of what is counted, queues kept by name."""

from django.db import models


class Counter(models.Model):
    """The last number given in a year."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"], name="numbers_of_a_year_have_one_counter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}/{self.year}: {self.last}"


class Tag(models.Model):
    """A word put on a case by a rule or a person, to gather cases by."""

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="tags", db_index=False)
    title = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "title"], name="case_has_a_tag_once")]
        indexes = [models.Index(fields=["title", "case"], name="cases_of_a_tag")]

    def __str__(self) -> str:
        return self.title


class CoExecutor(models.Model):
    """A person brought to a case beside its executor; `by_label` is Russian and names who or what did it."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="co_executors", db_index=False
    )
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    by_label = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="case_has_a_co_executor_once")]
        indexes = [models.Index(fields=["user", "case"], name="cases_of_a_co_executor")]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.user_id}"


class BasisKind(models.TextChoices):
    FAST_TRACK = "fast_track", "фаст-трек"
    DELIVERY = "delivery", "автоматизированная доставка"


class Basis(models.Model):
    """Why a case counts as fast-tracked or as delivered without a person's hand, and when that ended.

    `seconds` pass from registration to delivery; `by` is who chose the recipient (`triage.RouteBy`).
    """

    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="bases", db_index=False)
    kind = models.CharField(max_length=12, choices=BasisKind.choices)
    by = models.CharField(max_length=12, blank=True)
    ground = models.CharField(max_length=600)
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)
    undone_at = models.DateTimeField(null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="case_has_a_basis_of_a_kind_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.kind}"


class SavedView(models.Model):
    """A queue with its filters, kept by name; `query` is the address's query string."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)
    is_shared = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField(default=100)

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "user", "title"], name="saved_view_has_one_name_for_a_person"
            )
        ]

    def __str__(self) -> str:
        return self.title
