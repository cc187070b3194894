import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Whoever was linked by mistake is masked, and the chronology says that it was put right."""

    dependencies = [
        ("concerns", "0006_cases_that_only_named_people_read"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Relinked",
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
                (
                    "involved",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="relinked", to="concerns.involved"
                    ),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="concerns.involved",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("sealed_reason", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("involved", models.F("replaced_by")), _negated=True),
                        name="relinked_to_somebody_else",
                    )
                ],
            },
        ),
        migrations.RemoveConstraint(model_name="caseentry", name="case_entry_kind_is_known"),
        migrations.RemoveConstraint(model_name="concernentry", name="concern_entry_kind_is_known"),
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
                            "put-right",
                        ),
                    )
                ),
                name="case_entry_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="concernentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ("acknowledged", "addition", "described", "in-case", "closed", "put-right"))
                ),
                name="concern_entry_kind_is_known",
            ),
        ),
        AppendOnly("concerns_relinked"),
        # SQLite made the tables anew
        AppendOnly("concerns_caseentry"),
        AppendOnly("concerns_concernentry"),
    ]
