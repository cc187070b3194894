"""Keys that named people alone open, each with a key of their own, and two sheets of paper together."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_what_can_wait"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecoveryKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("establishment_id", models.PositiveIntegerField()),
                ("public", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryPair",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sealed", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RecoverySheet",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("establishment_id", models.PositiveIntegerField()),
                ("public", models.BinaryField(max_length=32)),
                ("made_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="keygrant",
            name="key_grant_to_establishment_or_person",
        ),
        migrations.AddField(
            model_name="casekey",
            name="earlier",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="casekey",
            name="public",
            field=models.BinaryField(max_length=32, null=True),
        ),
        migrations.AddConstraint(
            model_name="recoverykey",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)), fields=("establishment_id",), name="recovery_key_once_at_a_time"
            ),
        ),
        migrations.AddField(
            model_name="keygrant",
            name="recovery",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.recoverykey"
            ),
        ),
        migrations.AddConstraint(
            model_name="keygrant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("establishment_key__isnull", False), ("grantee", None), ("recovery", None)),
                    models.Q(("establishment_key", None), ("grantee__isnull", False), ("recovery", None)),
                    models.Q(("establishment_key", None), ("grantee", None), ("recovery__isnull", False)),
                    _connector="OR",
                ),
                name="key_grant_to_one_of_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="keygrant",
            constraint=models.UniqueConstraint(fields=("case_key", "recovery"), name="key_grant_once_per_recovery_key"),
        ),
        migrations.AddField(
            model_name="recoverypair",
            name="recovery",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="core.recoverykey"
            ),
        ),
        migrations.AddField(
            model_name="recoverysheet",
            name="holder",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="recoverypair",
            name="first",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.recoverysheet"
            ),
        ),
        migrations.AddField(
            model_name="recoverypair",
            name="second",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.recoverysheet"
            ),
        ),
        migrations.AddConstraint(
            model_name="recoverysheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at", None)),
                fields=("establishment_id", "holder"),
                name="recovery_sheet_once_per_holder",
            ),
        ),
    ]
