import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_browsers_and_lost_factors"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnsentPage",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("page_hash", models.BinaryField(max_length=32, unique=True)),
                ("kept_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sealed", models.BinaryField()),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
    ]
