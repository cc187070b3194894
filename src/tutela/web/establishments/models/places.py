"""Establishments and the trusts above them."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

HIGHEST_ID = 65535


def check_time_zone(name: str) -> None:
    """A time zone is one that the machine knows ("Europe/London"). Raises Django's `ValidationError`."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # no such zone, a path, a folder
        raise ValidationError(_("There is no time zone “%(name)s”."), params={"name": name}) from None


class Trust(models.Model):
    """A chain above establishments: an academy trust, a group of colleges, a local authority."""

    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class Establishment(models.Model):
    """A school, college, training provider or partner. Its number is the `site_id` of events, its slug their salt."""

    class Nation(models.TextChoices):
        ENGLAND = "england", _("England")
        WALES = "wales", _("Wales")
        SCOTLAND = "scotland", _("Scotland")
        NORTHERN_IRELAND = "northern-ireland", _("Northern Ireland")
        OTHER = "other", _("Elsewhere")

    class Sector(models.TextChoices):
        SCHOOL = "school", _("School")
        COLLEGE = "college", _("College")
        TRAINING = "training", _("Training provider")
        UNIVERSITY = "university", _("University")

    class Phase(models.TextChoices):
        PRIMARY = "primary", _("Primary")
        SECONDARY = "secondary", _("Secondary")
        ALL_THROUGH = "all-through", _("All-through")
        POST_16 = "16-plus", _("16 plus")
        ADULT = "adult", _("Adult")

    class Preset(models.TextChoices):
        FULL = "full", _("Everything")
        SMALL = "small", _("Only what a small school needs")

    class FilteringBy(models.TextChoices):
        TUTELA = "tutela", _("Tutela filters")
        PROVIDER = "provider", _("A provider filters, and its records are imported")

    id = models.IntegerField(primary_key=True, validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_ID)])
    # lower case, as it goes into pseudonyms and file names, and never changes; "oak-2" would be version 2 of "oak"
    slug = models.CharField(
        max_length=40, unique=True, validators=[RegexValidator(r"^(?!.*-[0-9]+\Z)[a-z][a-z0-9-]*\Z")]
    )
    name = models.CharField(max_length=120)
    nation = models.CharField(max_length=20, choices=Nation.choices, default=Nation.ENGLAND)
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.SCHOOL)
    phase = models.CharField(max_length=20, choices=Phase.choices, default=Phase.SECONDARY)
    preset = models.CharField(max_length=10, choices=Preset.choices, default=Preset.FULL)
    filtering_by = models.CharField(max_length=10, choices=FilteringBy.choices, default=FilteringBy.TUTELA)
    provider_name = models.CharField(max_length=120, blank=True)
    urn = models.CharField(max_length=6, blank=True)
    ukprn = models.CharField(max_length=8, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/London", validators=[check_time_zone])
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, null=True, blank=True, related_name="establishments")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id__gte=1, id__lte=HIGHEST_ID), name="establishment_id_fits_events"),
            models.CheckConstraint(
                condition=~Q(filtering_by="provider") | ~Q(provider_name=""), name="provider_that_filters_is_named"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if self.filtering_by == self.FilteringBy.PROVIDER and not self.provider_name.strip():
            raise ValidationError({"provider_name": _("Enter the name of the provider that filters")})
