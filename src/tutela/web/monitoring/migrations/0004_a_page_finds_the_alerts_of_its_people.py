from django.db import migrations, models


class Migration(migrations.Migration):
    """A page of the inbox asks for the alerts of the few people on it."""

    dependencies = [("monitoring", "0003_hand_overs_notes_and_tuning")]

    operations = [
        migrations.AddIndex(
            model_name="alert",
            index=models.Index(fields=["establishment", "state", "asker"], name="monitoring__establi_e3ca80_idx"),
        ),
    ]
