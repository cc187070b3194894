from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly

KINDS = (
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
    "concern-moved",
)


class Migration(migrations.Migration):
    """A concern about an adult who works there leaves the case that it is part of, and the chronology says so."""

    dependencies = [("concerns", "0010_reports_remind_their_writers")]

    operations = [
        migrations.RemoveConstraint(model_name="caseentry", name="case_entry_kind_is_known"),
        migrations.AddConstraint(
            model_name="caseentry",
            constraint=models.CheckConstraint(condition=models.Q(("kind__in", KINDS)), name="case_entry_kind_is_known"),
        ),
        # SQLite made the table anew
        AppendOnly("concerns_caseentry"),
    ]
