import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """A report about an adult that is not sent yet, sealed, for its writer alone."""

    dependencies = [
        ("allegations", "0001_reports_handlers_and_outcomes"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AllegationDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reported_as", models.CharField(max_length=10)),
                ("started_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sealed_answers", models.BinaryField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reported_as__in", ("harm", "low-level", "unsure", "self"))),
                        name="allegation_draft_reported_as_known",
                    )
                ],
            },
        ),
    ]
