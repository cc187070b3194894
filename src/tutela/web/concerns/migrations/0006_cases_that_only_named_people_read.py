import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """From when until when a case is there for named people alone."""

    dependencies = [("concerns", "0005_work_on_a_case_goes_deeper")]

    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="restrictions",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.establishment",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until_at", None)),
                        fields=("case",),
                        name="case_restricted_once_at_a_time",
                    )
                ],
            },
        ),
    ]
