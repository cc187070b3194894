import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Playbooks, conduct, circumstances, what follows a closing, colleagues, supervision, body map, emergencies."""

    dependencies = [
        ("concerns", "0004_who_tells_us_without_an_account"),
        ("core", "0002_append_only"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="caseentry",
            name="case_entry_kind_is_known",
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
                            "well-done",
                            "referral",
                            "advice",
                            "shared",
                            "opened",
                            "concern-added",
                            "reopened",
                            "person-added",
                            "action-set",
                            "action-done",
                            "correction",
                            "outcome",
                            "playbook-chosen",
                            "playbook-dropped",
                            "step-done",
                            "step-skipped",
                            "agency-set",
                            "sanction-set",
                            "check-answered",
                            "case-linked",
                            "colleague-asked",
                            "colleague-said",
                            "body-marked",
                            "glass-broken",
                            "glass-reviewed",
                        ),
                    )
                ),
                name="case_entry_kind_is_known",
            ),
        ),
        migrations.RemoveConstraint(
            model_name="concernentry",
            name="concern_entry_kind_is_known",
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ("acknowledged", "addition", "described", "in-case", "closed"))),
                name="concern_entry_kind_is_known",
            ),
        ),
        migrations.CreateModel(
            name="PlaybookChoice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="playbooks",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="playbook_choice",
                        to="concerns.caseentry",
                    ),
                ),
                ("playbook", models.CharField(max_length=40)),
                ("edition", models.CharField(max_length=12)),
                ("is_chosen", models.BooleanField()),
                ("steps", models.JSONField(default=list)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StepAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="step_answers",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="step_answer", to="concerns.caseentry"
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("is_done", models.BooleanField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Agency",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="agencies",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agency", to="concerns.caseentry"
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.involved"
                    ),
                ),
                ("agency", models.CharField(max_length=12)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency__in", ("unclear", "coerced", "own-accord"))), name="agency_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Sanction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="sanctions",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sanction", to="concerns.caseentry"
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.involved"
                    ),
                ),
                ("sanction", models.CharField(max_length=40)),
                ("agency", models.CharField(max_length=12)),
                ("overrides", models.BooleanField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agency__in", ("unclear", "coerced", "own-accord"))),
                        name="sanction_agency_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agency", "coerced"), _negated=True), ("overrides", True), _connector="OR"
                        ),
                        name="no_sanction_on_the_coerced_by_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PersonKind",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="person_kinds",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="kinds", to="concerns.involved"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("learner", "staff", "outside", "unknown"))),
                        name="person_kind_is_known",
                    ),
                    models.UniqueConstraint(fields=("case", "involved", "number"), name="person_kind_numbered_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Circumstances",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "concern",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="circumstances", to="concerns.concern"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="circumstances",
                        to="concerns.concernentry",
                    ),
                ),
                ("settings", models.JSONField(default=list)),
                ("networks", models.JSONField(default=list)),
                ("devices", models.JSONField(default=list)),
                ("company", models.CharField(max_length=12)),
                ("sealed_characteristics", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GroupSupport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "closing",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="group_support", to="concerns.closing"
                    ),
                ),
                ("decision", models.CharField(max_length=12)),
                ("sealed_group", models.BinaryField()),
                ("sealed_text", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("decision__in", ("given", "offered", "not-needed"))),
                        name="group_support_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckAfter",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="checks",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "closing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="concerns.closing"
                    ),
                ),
                ("check_id", models.CharField(max_length=40)),
                ("due_on", models.DateField()),
                ("reminded_at", models.DateTimeField(null=True)),
                (
                    "entry",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_answered",
                        to="concerns.caseentry",
                    ),
                ),
                ("is_fine", models.BooleanField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("entry__isnull", True)), fields=["due_on"], name="checks_to_come")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("closing", "check_id"), name="check_set_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", True), ("is_fine__isnull", True)),
                            models.Q(("entry__isnull", False), ("is_fine__isnull", False)),
                            _connector="OR",
                        ),
                        name="check_is_answered_in_the_chronology",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseLink",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="links",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "other",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.safeguardingcase"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="link", to="concerns.caseentry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("case", "other"), name="cases_linked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("case", models.F("other")), _negated=True),
                        name="no_case_linked_with_itself",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColleagueAsked",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="asked",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="concerns.caseentry"
                    ),
                ),
                (
                    "own_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"
                    ),
                ),
                (
                    "asked",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                ("asked_at", models.DateTimeField()),
                ("due_on", models.DateField()),
                ("sealed_question", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["asked"], name="concerns_co_asked_i_fa246f_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("technical", "watch", "other"))), name="asked_for_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ColleagueSaid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "question",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answer", to="concerns.colleagueasked"
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="said", to="concerns.caseentry"
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("sealed_answer", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "supervised",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "own_key",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"
                    ),
                ),
                ("held_on", models.DateField()),
                ("next_on", models.DateField(null=True)),
                ("written_at", models.DateTimeField()),
                ("sealed_supervisor", models.BinaryField()),
                ("sealed_notes", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["establishment", "held_on"], name="concerns_su_establi_667cdc_idx")],
            },
        ),
        migrations.CreateModel(
            name="BodyMark",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="body_marks",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="body_mark", to="concerns.caseentry"
                    ),
                ),
                (
                    "involved",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.involved"
                    ),
                ),
                ("sealed_mark", models.BinaryField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BrokenGlass",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                        related_name="openings",
                        to="concerns.safeguardingcase",
                    ),
                ),
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="opening", to="concerns.caseentry"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("until_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("was_right", models.BooleanField(null=True)),
                ("alarmed_at", models.DateTimeField(null=True)),
                ("told", models.ManyToManyField(related_name="+", to="establishments.person")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("until_at__gt", models.F("opened_at"))), name="opening_ends_after_it_begins"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reviewed_at__isnull", True),
                                ("reviewed_by__isnull", True),
                                ("was_right__isnull", True),
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                ("was_right__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="opening_is_reviewed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("person")), _negated=True),
                            _connector="OR",
                        ),
                        name="opening_not_reviewed_by_oneself",
                    ),
                ],
            },
        ),
        AppendOnly("concerns_playbookchoice"),
        AppendOnly("concerns_stepanswer"),
        AppendOnly("concerns_agency"),
        AppendOnly("concerns_sanction"),
        AppendOnly("concerns_personkind"),
        AppendOnly("concerns_circumstances"),
        AppendOnly("concerns_groupsupport"),
        AppendOnly("concerns_caselink"),
        AppendOnly("concerns_colleagueasked"),
        AppendOnly("concerns_colleaguesaid"),
        AppendOnly("concerns_supervision"),
        AppendOnly("concerns_bodymark"),
        AppendOnly("concerns_caseentry"),
        AppendOnly("concerns_concernentry"),
    ]
