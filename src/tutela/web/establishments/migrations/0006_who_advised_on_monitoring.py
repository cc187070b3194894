from django.db import migrations, models

import tutela.web.core.append_only


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0005_earlier_logins"),
    ]

    operations = [
        migrations.AddField(
            model_name="monitoringsignoff",
            name="adviser",
            field=models.CharField(blank=True, max_length=200),
        ),
        # on SQLite a new column makes the table anew, without its guard
        tutela.web.core.append_only.AppendOnly(
            table="establishments_monitoringsignoff",
            allow_columns=(),
            allow_delete=False,
        ),
    ]
