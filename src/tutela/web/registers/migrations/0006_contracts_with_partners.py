"""Contracts with partners, and what each says about being online."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("registers", "0005_what_everybody_uses"),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("partner", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("subcontractor", "A subcontractor or another provider that teaches for us"),
                            ("employer", "An employer or the host of a work placement"),
                            ("agency", "An agency that sends us staff"),
                            ("service", "A company whose service we use"),
                            ("hirer", "A club or a body that uses our rooms"),
                        ],
                        max_length=14,
                    ),
                ),
                ("what", models.CharField(max_length=500)),
                ("kept", models.CharField(blank=True, max_length=200)),
                ("signed_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                ("ended_why", models.CharField(blank=True, max_length=300)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ContractClause",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("words", models.CharField(max_length=1000)),
                ("library_key", models.CharField(blank=True, max_length=40)),
                ("signed_on", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="clauses", to="registers.contract"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="contract",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__gte", models.F("signed_on"))), name="contract_not_backwards"
            ),
        ),
        migrations.AddConstraint(
            model_name="contractclause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True), models.Q(("library_key", ""), _negated=True)),
                fields=("contract", "library_key"),
                name="listed_contract_clause_stands_once",
            ),
        ),
    ]
