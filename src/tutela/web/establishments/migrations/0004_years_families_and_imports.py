import uuid

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("core", "0002_append_only"),
        ("establishments", "0003_profile_sign_off_and_prevent"),
    ]

    operations = [
        migrations.CreateModel(
            name="RollOver",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                ("on", models.DateField()),
                ("last_year", models.PositiveSmallIntegerField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("decided_at", models.DateTimeField()),
                ("moved", models.PositiveIntegerField(default=0)),
                ("left", models.PositiveIntegerField(default=0)),
                ("taken_back_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("taken_back_at__isnull", True)),
                        fields=("establishment", "on"),
                        name="one_roll_over_on_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ParentLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="child_links",
                        to="establishments.person",
                    ),
                ),
                (
                    "child",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="parent_links",
                        to="establishments.person",
                    ),
                ),
                ("has_responsibility", models.BooleanField(default=False)),
                ("no_contact", models.BooleanField(default=False)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                ("source", models.CharField(max_length=120)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("parent", "child"),
                        name="parent_linked_once_to_child",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("parent", models.F("child")), _negated=True),
                        name="nobody_is_their_own_parent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="parent_link_not_backwards",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PeopleImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("learners", "Learners"),
                            ("staff", "Staff"),
                            ("parents", "Parents and carers"),
                            ("partners", "Partners’ staff"),
                            ("groups", "Groups"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("checking", "Being checked"),
                            ("checked", "Waiting for a decision"),
                            ("writing", "Being imported"),
                            ("done", "Imported"),
                            ("dropped", "Not imported"),
                        ],
                        default="checking",
                        max_length=10,
                    ),
                ),
                ("file_name", models.CharField(max_length=120)),
                ("encoding", models.CharField(max_length=20)),
                ("separator", models.CharField(max_length=1)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case_key",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"),
                ),
                ("content", models.BinaryField(blank=True, null=True)),
                ("outcome", models.BinaryField(blank=True, null=True)),
                ("lines", models.PositiveIntegerField(default=0)),
                ("lines_done", models.PositiveIntegerField(default=0)),
                ("new", models.PositiveIntegerField(default=0)),
                ("changed", models.PositiveIntegerField(default=0)),
                ("unchanged", models.PositiveIntegerField(default=0)),
                ("refused", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("checking", "checked", "writing"))),
                        fields=("establishment",),
                        name="one_import_at_a_time",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="group",
            name="kind",
            field=models.CharField(
                choices=[("age", "Age group"), ("year", "Year group"), ("class", "Class or cohort")],
                default="age",
                max_length=6,
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="year",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="organisation",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="person",
            name="reference",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="roleholding",
            name="noted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "year")), fields=("establishment", "year"), name="one_group_for_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("kind", "year"), _negated=True), ("year__isnull", False), _connector="OR"),
                name="year_group_has_its_year",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.UniqueConstraint(
                models.F("establishment"),
                django.db.models.functions.text.Lower("reference"),
                condition=models.Q(("reference", ""), _negated=True),
                name="person_reference_once_per_establishment",
            ),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="begun_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="begun",
                to="establishments.rollover",
            ),
        ),
        migrations.AddField(
            model_name="groupmembership",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="ended",
                to="establishments.rollover",
            ),
        ),
    ]
