"""Whoever works for a partner says that they keep to both policies, and a difference is settled: for good."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("policies", "0005_answers_are_found_by_person_first"),
    ]

    operations = [
        migrations.AlterField(
            model_name="document",
            name="audience",
            field=models.CharField(
                choices=[
                    ("everyone", "Everyone"),
                    ("staff", "Staff"),
                    ("learners", "Learners"),
                    ("parents", "Parents and carers"),
                    ("governors", "Governors"),
                    ("visitors", "Visitors"),
                    ("partners", "Partners and employers"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="OwnPolicy",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation", models.CharField(blank=True, max_length=120)),
                ("title", models.CharField(max_length=160)),
                ("clause", models.CharField(blank=True, max_length=60)),
                ("differs", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "acknowledgement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="own_policy",
                        to="policies.acknowledgement",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "by",
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
                (
                    "own_policy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="settlement", to="policies.ownpolicy"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        AppendOnly("policies_ownpolicy"),
        AppendOnly("policies_settlement"),
    ]
