import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=60)),
                ("about", models.CharField(blank=True, max_length=120)),
                ("value", models.FloatField()),
                ("as_at", models.DateTimeField()),
                ("address", models.CharField(blank=True, max_length=300)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "evidence",
                "indexes": [
                    models.Index(
                        fields=["establishment", "kind", "about", "-as_at"], name="evidence_ev_establi_00212e_idx"
                    )
                ],
            },
        ),
    ]
