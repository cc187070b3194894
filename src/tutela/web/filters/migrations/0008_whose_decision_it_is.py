"""Whoever is named as having chosen what happens if the filter fails says whether it is their decision."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0009_whoever_is_asked_to_sign"),
        ("filters", "0007_search_pages_that_are_read"),
    ]

    operations = [
        migrations.CreateModel(
            name="FailPolicyAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("is_theirs", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "choice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer",
                        to="filters.failpolicychoice",
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
                "abstract": False,
            },
        ),
        AppendOnly("filters_failpolicyanswer"),
    ]
