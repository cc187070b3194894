"""A technology knows which of those that everybody uses it is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0004_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="technology",
            name="library_key",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AlterField(
            model_name="technology",
            name="state",
            field=models.CharField(
                choices=[("proposed", "Proposed"), ("in-use", "In use"), ("ended", "Not in use")], max_length=10
            ),
        ),
        migrations.AlterField(
            model_name="technologyturn",
            name="state",
            field=models.CharField(
                choices=[("proposed", "Proposed"), ("in-use", "In use"), ("ended", "Not in use")], max_length=10
            ),
        ),
    ]
