"""What is to be bought, what was offered for it, and what each offer says."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("establishments", "0009_whoever_is_asked_to_sign"),
        ("registers", "0007_what_a_contract_costs"),
    ]

    operations = [
        migrations.CreateModel(
            name="Purchase",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=120)),
                ("what", models.CharField(max_length=500)),
                ("begun_at", models.DateTimeField()),
                ("decided", models.CharField(blank=True, max_length=1000)),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="establishments.person",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Offer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("supplier", models.CharField(max_length=160)),
                ("cost", models.CharField(blank=True, max_length=120)),
                ("in_use", models.BooleanField(default=False)),
                (
                    "contract",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=models.deletion.PROTECT,
                        related_name="+",
                        to="registers.contract",
                    ),
                ),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "purchase",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="offers", to="registers.purchase"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="OfferAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=40)),
                (
                    "standing",
                    models.CharField(
                        choices=[("shown", "Yes, and it was shown"), ("said", "Yes, they say"), ("no", "No")],
                        max_length=5,
                    ),
                ),
                ("shown_by", models.CharField(blank=True, max_length=300)),
                ("at", models.DateTimeField()),
                (
                    "establishment",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="+", to="establishments.establishment"
                    ),
                ),
                (
                    "offer",
                    models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="answers", to="registers.offer"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("offer"), models.F("key"), name="question_once_in_an_offer")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="offer",
            constraint=models.UniqueConstraint(
                models.F("purchase"), models.F("supplier"), name="supplier_once_in_a_purchase"
            ),
        ),
    ]
