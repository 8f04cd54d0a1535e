"""Whom the complaints of the register are against."""

from django.db import models


class ComplainedAgainst(models.Model):
    """An organisation, a person or words of the letter whose decision or act an appeal complains of."""

    case = models.ForeignKey(
        "cases.Case", on_delete=models.CASCADE, related_name="complained_against", db_index=False
    )
    title = models.CharField(max_length=300)
    organisation = models.ForeignKey(
        "people.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "title"], name="case_complains_of_one_thing_once")
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.organisation_id or self.user_id or 'words'}"
