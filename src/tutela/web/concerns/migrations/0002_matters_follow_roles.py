import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0001_concerns_cases_and_chronology"),
        ("establishments", "0006_who_advised_on_monitoring"),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("route", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moves",
                        to="concerns.concern",
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("concern__isnull", True), ("case__isnull", True), _connector="XOR"),
                        name="move_of_a_concern_or_a_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("route__in", ("dsl", "head", "chair", "authority"))),
                        name="move_route_is_known",
                    ),
                    models.UniqueConstraint(fields=("concern", "number"), name="concern_move_numbered_once"),
                    models.UniqueConstraint(fields=("case", "number"), name="case_move_numbered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NameCompared",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("may_be", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="compared", to="concerns.involved"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("involved", "person"), name="name_compared_once_with_a_person")
                ],
            },
        ),
        AppendOnly("concerns_move"),
        AppendOnly("concerns_namecompared"),
    ]
