import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """When half-terms begin, where somebody has said so; written once."""

    initial = True

    dependencies = [("establishments", "0001_establishments_and_people")]

    operations = [
        migrations.CreateModel(
            name="TermDates",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("starts", models.JSONField()),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["establishment", "year", "chosen_at"], name="reports_ter_establi_89b17a_idx")
                ],
            },
        ),
        AppendOnly("reports_termdates"),
    ]
