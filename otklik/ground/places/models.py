"""The municipality, its districts, settlements, streets, houses and landmarks, and how they were loaded."""

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
    aliases = models.JSONField(default=list)
    gar_id = models.CharField(max_length=40, blank=True)
    oktmo = models.CharField(max_length=11, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_active = models.BooleanField(default=True)

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
    """A closed one stays, since cases refer to it; `aliases` are its former and popular names."""

    settlement = models.ForeignKey(Settlement, on_delete=models.CASCADE, related_name="streets")
    kind = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    aliases = models.JSONField(default=list)
    gar_id = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_active = models.BooleanField(default=True)

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
    postal_code = models.CharField(max_length=6, blank=True)
    gar_id = models.CharField(max_length=40, blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["street", "number"], name="house_is_listed_once_on_a_street")
        ]

    def __str__(self) -> str:
        return self.number


class Landmark(models.Model):
    """What people name instead of an address: «школа № 5»; `title` is without the kind and the number.

    `address` is as told; the street and the house are what the register knows of it.
    """

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="landmarks")
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=20, blank=True)
    aliases = models.JSONField(default=list)
    address = models.CharField(max_length=300, blank=True)
    district = models.ForeignKey(District, null=True, on_delete=models.SET_NULL, related_name="+")
    settlement = models.ForeignKey(Settlement, null=True, on_delete=models.SET_NULL, related_name="+")
    street = models.ForeignKey(Street, null=True, on_delete=models.SET_NULL, related_name="+")
    house = models.ForeignKey(House, null=True, on_delete=models.SET_NULL, related_name="+")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["kind", "number", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "kind", "number", "title", "address"],
                name="landmark_is_listed_once_at_an_address",
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, f"№ {self.number}" if self.number else "", self.title]))


class LoadState(models.TextChoices):
    WAITING = "waiting", "ждёт очереди"
    RUNNING = "running", "идёт"
    STOPPING = "stopping", "останавливается"
    STOPPED = "stopped", "остановлена"
    DONE = "done", "завершена"
    FAILED = "failed", "не удалась"


class Loading(models.Model):
    """One loading of a list of addresses or landmarks: what was asked, where it stands, what it did."""

    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)
    file_name = models.CharField(max_length=255)
    file_path = models.CharField(max_length=500)
    options = models.JSONField(default=dict)
    is_dry_run = models.BooleanField(default=False)
    state = models.CharField(max_length=12, choices=LoadState.choices, default=LoadState.WAITING)
    stage = models.CharField(max_length=120, blank=True)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    rejected = models.PositiveIntegerField(default=0)
    rejects_path = models.CharField(max_length=500, blank=True)
    error = models.CharField(max_length=500, blank=True)
    created_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["municipality", "-id"], name="loadings_of_a_town")]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


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
