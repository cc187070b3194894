import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What a group said may come from a survey that ended."""

    dependencies = [
        ("engagement", "0006_what_readers_say"),
        ("policies", "0006_policies_of_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="survey",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.survey",
            ),
        ),
        # SQLite made the table anew
        AppendOnly("policies_contribution"),
    ]
