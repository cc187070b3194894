import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Who was told that something is due or waits for a second person, so that each is told once."""

    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("retention", "0003_concerns_without_a_case"),
    ]

    operations = [
        migrations.CreateModel(
            name="DueTold",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("record", models.CharField(max_length=80)),
                ("waits", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "told",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("told", "record", "waits"), name="retention_told_once")
                ],
            },
        ),
        AppendOnly("retention_duetold"),
    ]
