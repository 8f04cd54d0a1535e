"""How citizens are asked for a rating, what they gave, and what was made of it."""

from django.db import models
from django.db.models import Q

from otklik.casework.satisfaction.rules.rating import Reopening, Ruling, Scale, Source, Verdict, Way


class RatingManner(models.Model):
    """What a municipality has set; an empty `stream` is for all that have nothing of their own."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    stream = models.CharField(max_length=10, blank=True)
    scale = models.CharField(max_length=8, choices=[(s, s) for s in Scale])
    window_days = models.PositiveSmallIntegerField()
    remind_days = models.PositiveSmallIntegerField()
    reopening = models.CharField(max_length=8, choices=[(r, r) for r in Reopening])
    reopen_at = models.PositiveSmallIntegerField()
    needs_words = models.BooleanField()
    most_reopenings = models.PositiveSmallIntegerField()
    moderator = models.CharField(max_length=40)
    reasons = models.JSONField(default=list)
    few_below = models.PositiveSmallIntegerField()
    site = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "stream"], name="manner_of_rating_is_one_for_a_stream"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.stream or 'все'}"


class Invitation(models.Model):
    """A citizen asked to rate one answer; a reopened case is answered again in its next round."""

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=8, choices=[(w, w) for w in Way])
    asked_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=200, blank=True)
    reminded_at = models.DateTimeField(null=True)
    rated_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    called_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=24, blank=True)
    told_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "round"], name="answer_is_invited_for_once"),
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="code_of_an_invitation_is_one"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "asked_at"], name="invitations_of_a_town"),
            models.Index(
                fields=["municipality", "closes_at"],
                condition=Q(way="call", rated_at=None, given_up_at=None),
                name="calls_of_a_town",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.round}: {self.way}"


class Rating(models.Model):
    """A rating as it was given; a changed mind is one more row, and of an answer the last stands.

    Of what is told only `stands` changes. The words are a post of the case, where personal data live.
    """

    municipality = models.ForeignKey(
        "places.Municipality", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    case = models.ForeignKey("cases.Case", on_delete=models.CASCADE, related_name="+", db_index=False)
    round = models.PositiveSmallIntegerField()
    mark = models.PositiveSmallIntegerField(null=True)
    is_solved = models.BooleanField(null=True)
    is_satisfied = models.BooleanField()
    reasons = models.JSONField(default=list)
    post_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    kept_at = models.DateTimeField()
    source = models.CharField(max_length=8, choices=[(s, s) for s in Source])
    taken_by_id = models.BigIntegerField(null=True)
    verdict = models.CharField(max_length=8, choices=[(v, v) for v in Verdict])
    stands = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round"], condition=Q(stands=True), name="one_rating_of_an_answer_stands"
            ),
            models.CheckConstraint(
                condition=Q(mark=None) | Q(mark__range=(1, 5)), name="given_mark_is_from_1_to_5"
            ),
            models.CheckConstraint(
                condition=Q(mark__isnull=False) | Q(is_solved__isnull=False), name="rating_tells_something"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "id"], name="ratings_of_a_case"),
            models.Index(fields=["municipality", "at", "id"], name="ratings_of_a_town"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.round}: {self.mark}"


class RatingRuling(models.Model):
    """A step of a dispute or of the head's decision, with its ground; none is ever taken away."""

    rating = models.ForeignKey(Rating, on_delete=models.CASCADE, related_name="rulings")
    ruling = models.CharField(max_length=8, choices=[(r, r) for r in Ruling])
    ground = models.CharField(max_length=1000)
    user_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.rating_id}: {self.ruling}"


class Item(models.Model):
    """A question of the questionnaire on the centre: a mark from 1 to 5, yes or no, or words."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=300)
    form = models.CharField(max_length=8)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "text"], name="question_on_the_centre_is_one")
        ]

    def __str__(self) -> str:
        return self.text


class Sheet(models.Model):
    """A questionnaire filled in. Nothing leads from it to a case or a person; only the day is kept."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    def __str__(self) -> str:
        return f"{self.municipality_id}: {self.on}"


class Reply(models.Model):
    """What a sheet says to one question; `words` are masked before they are kept."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="replies")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    mark = models.PositiveSmallIntegerField(null=True)
    words = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "item"], name="sheet_replies_to_a_question_once")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.item_id}"
