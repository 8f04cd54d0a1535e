"""The municipality, its districts, settlements, streets and houses."""

from django.db import models


class Municipality(models.Model):
    """A town that keeps its register here. Titles of the centre differ by decree (МЦУ, МЦУР)."""

    code = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    title_genitive = models.CharField(max_length=200)
    region = models.CharField(max_length=120, blank=True)
    centre_title = models.CharField(max_length=40, default="МЦУ")
    head_title = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=40, default="Europe/Moscow")
    oktmo = models.CharField(max_length=11, blank=True)
    population = models.PositiveIntegerField(null=True)
    number_template = models.CharField(max_length=60, default="{centre}-{year}-{number:06d}")
    boundary = models.JSONField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class District(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="districts")
    code = models.SlugField(max_length=40)
    title = models.CharField(max_length=120)
    title_genitive = models.CharField(max_length=120, blank=True)
    population = models.PositiveIntegerField(null=True)
    boundary = models.JSONField(null=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code"], name="district_code_is_unique_in_a_town")
        ]

    def __str__(self) -> str:
        return self.title


class Settlement(models.Model):
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="settlements")
    district = models.ForeignKey(District, null=True, on_delete=models.SET_NULL, related_name="settlements")
    kind = models.CharField(max_length=30, blank=True)
    title = models.CharField(max_length=120)
    gar_id = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "title"], name="settlement_is_listed_once_in_a_town"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}".strip()


class Street(models.Model):
    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="streets")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    gar_id = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["settlement", "kind", "title"], name="street_is_listed_once_in_a_settlement"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}".strip()


class House(models.Model):
    street = models.ForeignKey(Street, on_delete=models.CASCADE, related_name="houses")
    district = models.ForeignKey(District, null=True, on_delete=models.SET_NULL, related_name="+")
    number = models.CharField(max_length=30)
    gar_id = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="house_is_listed_once_on_a_street")
        ]

    def __str__(self) -> str:
        return self.number


class Edition(models.Model):
    """Changes with every change of a town's places, so that the cached index knows it is old.

    The stamp is random: after a rolled back change nothing stale is found.
    """

    municipality = models.OneToOneField(
        Municipality, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    stamp = models.CharField(max_length=32)

    def __str__(self) -> str:
        return self.stamp
