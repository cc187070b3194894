from django.db import migrations, models

from tutela.web.core.existing_rows import ForExistingRows

QUOTED = "; its headings are:"


def tell_apart(apps, schema_editor):
    """What was imported "with a warning" had not been searched; of what failed, nothing that stood in a log is kept."""
    rows = apps.get_model("records", "LogImport").objects.using(schema_editor.connection.alias).exclude(trouble="")
    for row in rows:
        if row.state == "done":
            row.search, row.trouble = "failed", ""
        else:
            row.trouble = row.trouble.partition(QUOTED)[0]
        row.save(update_fields=["search", "trouble"])


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0001_logs_of_other_filters"),
    ]

    operations = [
        migrations.AddField(
            model_name="logimport",
            name="search",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Searched for what needs eyes"),
                    ("owed", "Not searched yet"),
                    ("failed", "Not searched"),
                    ("again", "To be searched again"),
                ],
                default="",
                max_length=10,
            ),
        ),
        ForExistingRows(tell_apart, migrations.RunPython.noop),
    ]
