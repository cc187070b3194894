"""What a contract costs, and which figure shows whether it does what it should."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registers", "0006_contracts_with_partners"),
    ]

    operations = [
        migrations.AddField(
            model_name="contract",
            name="cost",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="contract",
            name="effect",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
