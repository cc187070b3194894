from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """How many visitors signed a sheet, without their names."""

    dependencies = [("policies", "0007_which_survey_said_it")]

    operations = [
        migrations.AddField(
            model_name="paperbatch",
            name="visitors",
            field=models.SmallIntegerField(default=0),
        ),
        # SQLite made the table anew
        AppendOnly("policies_paperbatch"),
    ]
