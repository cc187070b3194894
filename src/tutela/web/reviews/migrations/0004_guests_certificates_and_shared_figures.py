import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Reviewers from outside, and what leaves the house signed or came in so."""

    dependencies = [
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("reviews", "0003_drafts_files_groups_and_mappings"),
    ]

    operations = [
        migrations.CreateModel(
            name="Certificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("issued_at", models.DateTimeField()),
                ("until", models.DateTimeField()),
                ("text", models.TextField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="certificates", to="reviews.review"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("invited_at", models.DateTimeField()),
                ("until_on", models.DateField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="guests", to="reviews.review"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("statement", models.CharField(max_length=300)),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
                ("saw", models.TextField()),
                ("saw_hash", models.CharField(max_length=64)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "guest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="reviews.guest"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SharedFigures",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("label", models.CharField(max_length=120)),
                ("key", models.CharField(max_length=64)),
                ("framework_id", models.CharField(max_length=300)),
                ("made_at", models.DateTimeField()),
                ("text", models.TextField()),
                ("taken_in_at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "taken_in_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "shared figures",
            },
        ),
        migrations.AddConstraint(
            model_name="guest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("review", "person"),
                name="one_open_invitation_each",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(fields=["guest", "statement", "at"], name="reviews_com_guest_i_450cb8_idx"),
        ),
        migrations.AddConstraint(
            model_name="sharedfigures",
            constraint=models.UniqueConstraint(
                fields=("establishment", "key", "framework_id", "made_at"), name="figures_are_taken_in_once"
            ),
        ),
        AppendOnly("reviews_comment"),
        AppendOnly("reviews_certificate"),
        AppendOnly("reviews_sharedfigures"),
    ]
