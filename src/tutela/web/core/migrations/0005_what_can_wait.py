"""Notices to many wait behind those to few."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_keys_of_the_vault")]

    operations = [migrations.AddField("outboxmessage", "bulk", models.BooleanField(default=False))]
