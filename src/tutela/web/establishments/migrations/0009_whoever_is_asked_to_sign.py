"""Whoever is asked to sign that monitoring may begin signs for themselves."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("establishments", "0008_hours_that_were_published_stay")]

    operations = [
        migrations.CreateModel(
            name="AskedToSign",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role_words", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("adviser", models.CharField(blank=True, max_length=200)),
                ("asked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="+", to="establishments.person"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("establishment",),
                        name="one_asked_to_sign_at_a_time",
                    )
                ]
            },
        )
    ]
