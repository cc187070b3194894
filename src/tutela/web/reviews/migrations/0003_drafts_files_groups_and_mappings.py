import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Answers say where they come from; what is being written, documents and mappings have their tables."""

    dependencies = [
        ("core", "0002_append_only"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("reviews", "0002_answers_are_written_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="cites",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name="answer",
            name="given",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="answer",
            name="origin",
            field=models.CharField(blank=True, max_length=400),
        ),
        migrations.AddField(
            model_name="review",
            name="groups",
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.CreateModel(
            name="KeptMapping",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("mapping_id", models.CharField(max_length=300)),
                ("content_hash", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=300)),
                ("source", models.CharField(max_length=300)),
                ("target", models.CharField(max_length=300)),
                ("content", models.TextField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["target"], name="reviews_kep_target_289c5d_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("mapping_id", "content_hash"), name="mapping_is_kept_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("statement", models.CharField(max_length=300)),
                ("fields", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="reviews.review"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "statement", "person"), name="one_draft_each")
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("statement", models.CharField(max_length=300)),
                ("name", models.CharField(max_length=200)),
                ("media_type", models.CharField(max_length=100)),
                ("size_bytes", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("effective_on", models.DateField()),
                ("holds_until", models.DateField(blank=True, null=True)),
                ("added_at", models.DateTimeField()),
                ("content", models.BinaryField()),
                (
                    "case_key",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.casekey"),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="reviews.review"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["review", "statement", "added_at"], name="reviews_sta_review__b3db97_idx")
                ],
            },
        ),
        # adding columns on SQLite remade the table of answers and dropped its guard
        AppendOnly("reviews_answer"),
        AppendOnly("reviews_statementfile"),
    ]
