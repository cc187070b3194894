import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly

PLACE = "establishments.establishment"


def key() -> models.UUIDField:
    return models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)


def to(model: str, name: str = "+", **more: object) -> models.ForeignKey:
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, **more)


class Migration(migrations.Migration):
    """What readers say whether something was clear, who has answered, and what was done about it."""

    dependencies = [
        ("engagement", "0005_batches_are_written_once"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                ("id", key()),
                ("item", models.CharField(max_length=120)),
                ("version", models.CharField(max_length=40)),
                ("title", models.CharField(max_length=160)),
                ("address", models.CharField(max_length=200)),
                ("waiting", models.JSONField(default=dict)),
                ("waiting_words", models.JSONField(default=list)),
                ("shown", models.JSONField(default=dict)),
                ("words", models.JSONField(default=list)),
                ("answers", models.PositiveIntegerField(default=0)),
                ("establishment", to(PLACE)),
            ],
            options={"verbose_name_plural": "feedback"},
        ),
        migrations.CreateModel(
            name="FeedbackMark",
            fields=[
                ("id", key()),
                ("establishment", to(PLACE)),
                ("feedback", to("engagement.feedback", "marks")),
                ("person", to("establishments.person")),
            ],
        ),
        migrations.CreateModel(
            name="FeedbackOutcome",
            fields=[
                ("id", key()),
                ("answers", models.PositiveIntegerField()),
                ("words", models.CharField(max_length=200)),
                ("at", models.DateTimeField()),
                ("by", to("establishments.person", blank=True, null=True)),
                ("establishment", to(PLACE)),
                ("feedback", to("engagement.feedback", "outcomes")),
            ],
            options={"abstract": False},
        ),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                fields=("establishment", "item", "version"), name="feedback_of_a_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="feedbackmark",
            constraint=models.UniqueConstraint(
                fields=("feedback", "person"), name="everybody_says_once_whether_it_was_clear"
            ),
        ),
        AppendOnly("engagement_feedbackoutcome"),
    ]
