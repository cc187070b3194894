"""Answers are found by the person first, which of 50,000 people differs from the first letter on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("policies", "0004_what_was_taken_in_stays"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["person", "version", "-at", "answer"], name="policies_ac_person__e4e31d_idx"),
        ),
        migrations.RemoveIndex(model_name="acknowledgement", name="policies_ac_version_1fd2fc_idx"),
    ]
