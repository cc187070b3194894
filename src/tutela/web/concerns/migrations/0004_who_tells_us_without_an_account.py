from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly

ORIGINS = ("staff", "partner", "learner", "parent", "visitor", "anonymous", "alert")


class Migration(migrations.Migration):
    """A concern may come from a partner's staff, or from somebody without an account."""

    dependencies = [("concerns", "0003_entries_tell_of_bodies_outside")]

    operations = [
        migrations.RemoveConstraint(model_name="concern", name="concern_origin_is_known"),
        migrations.AlterField(model_name="concern", name="origin", field=models.CharField(max_length=12)),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(
                condition=models.Q(("origin__in", ORIGINS)), name="concern_origin_is_known"
            ),
        ),
        AppendOnly("concerns_concern"),  # SQLite made the table anew
    ]
