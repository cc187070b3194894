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
            name="PinnedFramework",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("framework_id", models.CharField(max_length=300)),
                ("version", models.CharField(max_length=40)),
                ("content_hash", models.CharField(max_length=64)),
                ("title", models.CharField(max_length=300)),
                ("origin", models.CharField(max_length=20)),
                ("statements", models.PositiveIntegerField()),
                ("content", models.TextField()),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("framework_id", "version", "content_hash"), name="framework_is_pinned_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "completed_by",
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
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.review",
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reviews.pinnedframework"
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("statement", models.CharField(max_length=300)),
                ("level", models.FloatField(blank=True, null=True)),
                ("applies", models.BooleanField(default=True)),
                ("commentary", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("to_confirm", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reviews.answer",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="reviews.review"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["establishment", "-started_at"], name="reviews_rev_establi_1c3346_idx"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                condition=models.Q(("completed_at__isnull", True)),
                fields=("establishment", "framework"),
                name="one_open_review_of_a_framework",
            ),
        ),
        migrations.AddIndex(
            model_name="answer",
            index=models.Index(fields=["review", "statement", "-at"], name="reviews_ans_review__2cb9a0_idx"),
        ),
    ]
