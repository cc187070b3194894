import uuid

import django.db.models.deletion
from django.db import migrations, models

import tutela.web.core.append_only
import tutela.web.establishments.models.places


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0002_slugs_do_not_end_like_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonitoringSignOff",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
                    ),
                ),
                ("role_words", models.CharField(blank=True, max_length=120)),
                ("note", models.TextField(blank=True, max_length=2000)),
                ("words", models.TextField(blank=True)),
                ("words_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "withdraws",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="establishments.monitoringsignoff",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("withdraws__isnull", True),
                                models.Q(("words", ""), _negated=True),
                                models.Q(("role_words", ""), _negated=True),
                            ),
                            models.Q(("withdraws__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sign_off_has_words_and_withdrawal_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreventContact",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("lead", "Prevent lead"), ("regional", "Regional Prevent coordinator")], max_length=10
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=30)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="prevent_contact_can_be_reached",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="establishment",
            name="filtering_by",
            field=models.CharField(
                choices=[
                    ("tutela", "Tutela filters"),
                    ("provider", "A provider filters, and its records are imported"),
                ],
                default="tutela",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="preset",
            field=models.CharField(
                choices=[("full", "Everything"), ("small", "Only what a small school needs")],
                default="full",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="establishment",
            name="provider_name",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AlterField(
            model_name="establishment",
            name="time_zone",
            field=models.CharField(
                default="Europe/London",
                max_length=64,
                validators=[tutela.web.establishments.models.places.check_time_zone],
            ),
        ),
        migrations.AddConstraint(
            model_name="establishment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("filtering_by", "provider"), _negated=True),
                    models.Q(("provider_name", ""), _negated=True),
                    _connector="OR",
                ),
                name="provider_that_filters_is_named",
            ),
        ),
        tutela.web.core.append_only.AppendOnly(
            table="establishments_monitoringsignoff",
            allow_columns=(),
            allow_delete=False,
        ),
        tutela.web.core.append_only.AppendOnly(
            table="establishments_preventcontact",
            allow_columns=(),
            allow_delete=False,
        ),
    ]
