"""Typed names of what is sealed to people are held against whoever comes to read matters later."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0011_concerns_leave_their_case"),
        ("core", "0006_keys_that_only_people_open"),
        ("establishments", "0009_whoever_is_asked_to_sign"),
    ]

    operations = [
        migrations.CreateModel(
            name="TypedName",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sealed_name", models.BinaryField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "involved",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="typed", to="concerns.involved"
                    ),
                ),
                (
                    "own_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"
                    ),
                ),
            ],
        ),
        AppendOnly("concerns_typedname"),
    ]
