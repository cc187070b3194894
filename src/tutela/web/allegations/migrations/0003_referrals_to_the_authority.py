import uuid

import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """A referral's pack is kept by its hash; a decision not to refer stands on the chronology."""

    dependencies = [
        ("allegations", "0002_what_is_being_written_is_kept"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
    ]

    operations = [
        migrations.CreateModel(
            name="PackMade",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("form", models.CharField(max_length=4)),
                ("sha256", models.CharField(max_length=64)),
                ("sealed_answers", models.BinaryField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="entry",
            name="vault_entry_kind_is_known",
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        (
                            "note",
                            "contact",
                            "told",
                            "employment",
                            "reported",
                            "addition",
                            "correction",
                            "identified",
                            "threshold",
                            "officer",
                            "referral",
                            "not-referred",
                            "concern",
                            "opened-to",
                            "closed-to",
                            "handed",
                            "outcome",
                            "reopened",
                        ),
                    )
                ),
                name="vault_entry_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="packmade",
            name="allegation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="packs", to="allegations.allegation"
            ),
        ),
        migrations.AddField(
            model_name="packmade",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="pack", to="allegations.entry"
            ),
        ),
        migrations.AddField(
            model_name="packmade",
            name="establishment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.establishment"
            ),
        ),
        migrations.AddConstraint(
            model_name="packmade",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ("pdf", "word"))), name="vault_pack_form_is_known"
            ),
        ),
        AppendOnly("allegations_entry"),
        AppendOnly("allegations_packmade"),
    ]
