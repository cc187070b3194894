"""Which search pages a named person chose to have read."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0009_whoever_is_asked_to_sign"),
        ("filters", "0006_a_time_keeps_its_name_in_any_script"),
    ]

    operations = [
        migrations.CreateModel(
            name="OpenedSearch",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("hosts", models.JSONField(default=list)),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
            options={"abstract": False},
        )
    ]
