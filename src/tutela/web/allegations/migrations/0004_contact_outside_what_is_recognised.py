from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly

KNOWN = models.Q(("reported_as__in", ("harm", "low-level", "outside", "unsure", "self")))


class Migration(migrations.Migration):
    """Contact outside of the systems that are recognised is reported as that."""

    dependencies = [("allegations", "0003_referrals_to_the_authority")]

    operations = [
        migrations.RemoveConstraint(model_name="allegation", name="allegation_reported_as_known"),
        migrations.RemoveConstraint(model_name="allegationdraft", name="allegation_draft_reported_as_known"),
        migrations.AddConstraint(
            model_name="allegation",
            constraint=models.CheckConstraint(condition=KNOWN, name="allegation_reported_as_known"),
        ),
        migrations.AddConstraint(
            model_name="allegationdraft",
            constraint=models.CheckConstraint(condition=KNOWN, name="allegation_draft_reported_as_known"),
        ),
        AppendOnly("allegations_allegation"),  # SQLite made the table anew
    ]
