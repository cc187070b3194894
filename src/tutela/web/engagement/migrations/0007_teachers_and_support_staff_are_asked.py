"""Teachers and support staff are asked apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engagement", "0006_what_readers_say"),
    ]

    operations = [
        migrations.AlterField(
            model_name="survey",
            name="audience",
            field=models.CharField(
                choices=[
                    ("staff", "Staff"),
                    ("teachers", "Teachers"),
                    ("support", "Support staff"),
                    ("learners", "Learners"),
                    ("parents", "Parents and carers"),
                    ("governors", "Governors"),
                ],
                max_length=10,
            ),
        ),
    ]
