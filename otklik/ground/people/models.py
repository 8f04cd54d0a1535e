"""Organisations, users, roles and what a person is in a municipality."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class OrganisationKind(models.TextChoices):
    ADMINISTRATION = "administration", "администрация"
    DEPARTMENT = "department", "структурное подразделение"
    INSTITUTION = "institution", "муниципальное учреждение"
    COMPANY = "company", "организация"
    STATE = "state", "государственный орган"


class Organisation(models.Model):
    """A node of the town's tree: administration, departments, institutions, companies."""

    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(
        max_length=20, choices=OrganisationKind.choices, default=OrganisationKind.INSTITUTION
    )
    title = models.CharField(max_length=300)
    short_title = models.CharField(max_length=120)
    phone = models.CharField(max_length=60, blank=True)
    email = models.EmailField(blank=True)
    address = models.CharField(max_length=300, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["short_title"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "short_title"], name="organisation_is_listed_once_in_a_town"
            )
        ]

    def __str__(self) -> str:
        return self.short_title


class Users(BaseUserManager["User"]):
    """How users are found at sign-in."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in."""

    username = models.CharField(max_length=60, unique=True)
    full_name = models.CharField(max_length=200)
    position = models.CharField(max_length=300, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=60, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="people"
    )
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    must_change_password = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = []
    objects: ClassVar[Users] = Users()

    class Meta:
        ordering = ["full_name"]

    def __str__(self) -> str:
        return self.full_name

    def get_full_name(self) -> str:
        return self.full_name


class Role(models.Model):
    """An editable bundle of actions. A role with no municipality is a default for all."""

    municipality = models.ForeignKey(
        "places.Municipality", null=True, on_delete=models.CASCADE, related_name="+"
    )
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=200)
    actions = models.JSONField(default=list)
    scope = models.CharField(max_length=20, default="town")
    norm = models.CharField(max_length=200, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="role_code_is_unique_in_a_town"),
            models.UniqueConstraint(
                fields=["code"],
                condition=models.Q(municipality=None),
                name="default_role_code_is_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Membership(models.Model):
    """A role a person holds within a municipality, a sector block or an organisation, by an act."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="memberships")
    municipality = models.ForeignKey("places.Municipality", on_delete=models.CASCADE, related_name="+")
    block_code = models.CharField(max_length=40, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    act = models.CharField(max_length=300, blank=True)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "block_code", "organisation"],
                name="role_is_held_once_in_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "municipality", "block_code"],
                condition=models.Q(organisation=None),
                name="role_is_held_once_in_a_town_or_block",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role_id}"
