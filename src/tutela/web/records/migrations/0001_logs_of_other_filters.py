import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("establishments", "0001_establishments_and_people"),
    ]

    operations = [
        migrations.CreateModel(
            name="LogImport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("file_name", models.CharField(max_length=255)),
                ("place", models.CharField(max_length=500)),
                (
                    "source",
                    models.CharField(choices=[("upload", "Uploaded"), ("folder", "From the folder")], max_length=10),
                ),
                ("form", models.CharField(default="auto", max_length=40)),
                ("size_bytes", models.PositiveBigIntegerField()),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("running", "Being imported"),
                            ("done", "Imported"),
                            ("failed", "Not imported"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("alive_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("phase", models.CharField(blank=True, max_length=10)),
                ("done_pct", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("read_as", models.CharField(blank=True, max_length=200)),
                ("lines", models.PositiveBigIntegerField(default=0)),
                ("new_events", models.PositiveBigIntegerField(default=0)),
                ("known_lines", models.PositiveBigIntegerField(default=0)),
                ("other_lines", models.PositiveBigIntegerField(default=0)),
                ("bad_lines", models.PositiveBigIntegerField(default=0)),
                ("doubtful_times", models.PositiveBigIntegerField(default=0)),
                ("bad_lines_file", models.CharField(blank=True, max_length=100)),
                ("first_at", models.DateTimeField(blank=True, null=True)),
                ("last_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["establishment", "-received_at"], name="records_log_establi_87530b_idx"),
                    models.Index(fields=["state"], name="records_log_state_7ca8e6_idx"),
                ],
            },
        ),
    ]
