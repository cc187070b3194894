import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """The bodies near us, with their numbers."""

    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("referrals", "0002_parts_may_be_taken_out"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalBody",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.establishment",
                    ),
                ),
                ("kind", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=60)),
                ("out_of_hours", models.CharField(blank=True, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("is_gone", models.BooleanField(default=False)),
                (
                    "replaces",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="referrals.localbody",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
        ),
        AppendOnly("referrals_localbody"),
    ]
