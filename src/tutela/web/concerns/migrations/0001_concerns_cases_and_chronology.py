import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_append_only"),
        ("establishments", "0001_establishments_and_people"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Action",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("due_on", models.DateField()),
                ("set_at", models.DateTimeField()),
                ("sealed_text", models.BinaryField()),
                ("sealed_owner_name", models.BinaryField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Concern",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("receipt", models.CharField(max_length=12, unique=True)),
                ("route", models.CharField(max_length=10)),
                ("raised_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField(null=True)),
                ("place", models.CharField(max_length=8)),
                ("four_c", models.CharField(max_length=10)),
                ("theme", models.CharField(max_length=40)),
                ("told_in_person", models.BooleanField(null=True)),
                ("immediate_danger", models.BooleanField()),
                ("origin", models.CharField(max_length=8)),
                ("origin_id", models.UUIDField(null=True)),
                ("sealed_text", models.BinaryField()),
                ("sealed_where", models.BinaryField()),
                ("sealed_note", models.BinaryField()),
                ("sealed_events", models.BinaryField()),
                (
                    "case_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CaseEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=16)),
                ("happened_at", models.DateTimeField()),
                ("written_at", models.DateTimeField()),
                ("place", models.CharField(blank=True, max_length=8)),
                ("sealed_text", models.BinaryField()),
                (
                    "action",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="concerns.action",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="concerns.caseentry",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
                    ),
                ),
            ],
            options={
                "ordering": ["happened_at", "number"],
            },
        ),
        migrations.CreateModel(
            name="ConcernDraft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SafeguardingCase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("route", models.CharField(max_length=10)),
                ("opened_at", models.DateTimeField()),
                (
                    "case_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Involved",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("role", models.CharField(max_length=10)),
                ("was_typed", models.BooleanField(default=False)),
                ("sealed_name", models.BinaryField()),
                (
                    "concern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involved",
                        to="concerns.concern",
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
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="involved",
                        to="concerns.safeguardingcase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=120)),
                ("granted_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "concern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="concerns.concern",
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
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="concerns.safeguardingcase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ConcernEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=12)),
                ("at", models.DateTimeField()),
                ("four_c", models.CharField(blank=True, max_length=10)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("sealed_text", models.BinaryField()),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="concerns.concern"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.safeguardingcase",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Closing",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=16)),
                ("is_lesson", models.BooleanField()),
                ("sealed_lesson", models.BinaryField()),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="closing", to="concerns.caseentry"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="closings",
                        to="concerns.safeguardingcase",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="caseentry",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="concerns.safeguardingcase"
            ),
        ),
        migrations.AddField(
            model_name="action",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="actions", to="concerns.safeguardingcase"
            ),
        ),
        migrations.CreateModel(
            name="SupportDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("decision", models.CharField(max_length=12)),
                ("sealed_text", models.BinaryField()),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="support", to="concerns.closing"
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.involved"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(fields=["establishment", "raised_at"], name="concerns_co_establi_2219d1_idx"),
        ),
        migrations.AddIndex(
            model_name="concern",
            index=models.Index(fields=["raised_by"], name="concerns_co_raised__330284_idx"),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("route__in", ("dsl", "head", "chair", "authority"))), name="concern_route_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("place__in", ("online", "offline", "both"))), name="concern_place_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ("staff", "alert"))), name="concern_origin_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("four_c__in", ["content", "contact", "conduct", "commerce", "unsure"])),
                name="concern_four_c_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="safeguardingcase",
            constraint=models.UniqueConstraint(fields=("establishment", "number"), name="case_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="safeguardingcase",
            constraint=models.CheckConstraint(
                condition=models.Q(("route__in", ("dsl", "head", "chair", "authority"))), name="case_route_is_known"
            ),
        ),
        migrations.AddIndex(
            model_name="involved",
            index=models.Index(fields=["person", "role"], name="concerns_in_person__8ded0f_idx"),
        ),
        migrations.AddConstraint(
            model_name="involved",
            constraint=models.CheckConstraint(
                condition=models.Q(("concern__isnull", True), ("case__isnull", True), _connector="XOR"),
                name="involved_in_a_concern_or_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="involved",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("harmed", "alleged", "bystander", "reporter"))),
                name="involved_role_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("concern__isnull", True), ("case__isnull", True), _connector="XOR"),
                name="grant_of_a_concern_or_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.UniqueConstraint(fields=("concern", "number"), name="concern_entry_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "in-case")), fields=("concern",), name="concern_in_one_case_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("acknowledged", "addition", "in-case", "closed"))),
                name="concern_entry_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("kind", "in-case")),
                    models.Q(models.Q(("kind", "in-case"), _negated=True), ("case__isnull", True)),
                    _connector="OR",
                ),
                name="concern_entry_names_a_case_when_in_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("outcome__in", ("supported", "early-help", "social-care", "police", "other-agency", "no-action"))
                ),
                name="outcome_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.UniqueConstraint(fields=("case", "number"), name="case_entry_numbered_once"),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "action-done")), fields=("action",), name="action_is_done_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "note",
                            "contact",
                            "decision",
                            "opened",
                            "concern-added",
                            "reopened",
                            "person-added",
                            "action-set",
                            "action-done",
                            "correction",
                            "outcome",
                        ),
                    )
                ),
                name="case_entry_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects__isnull", False), ("kind", "correction")),
                    models.Q(models.Q(("kind", "correction"), _negated=True), ("corrects__isnull", True)),
                    _connector="OR",
                ),
                name="case_correction_cites_an_entry",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ("given", "offered", "not-needed"))), name="support_is_known"
            ),
        ),
        AppendOnly("concerns_concern"),
        AppendOnly("concerns_concernentry"),
        AppendOnly("concerns_involved"),
        AppendOnly("concerns_safeguardingcase"),
        AppendOnly("concerns_caseentry"),
        AppendOnly("concerns_action"),
        AppendOnly("concerns_closing"),
        AppendOnly("concerns_supportdecision"),
    ]
