import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly
from tutela.web.retention.guard import HoldKeeps, HoldOnConcernKeeps, LockedKeeps


class Migration(migrations.Migration):
    """A concern that no case took in is kept, held and destroyed like a case.

    Certificates come first: their guards ask the table of holds, and SQLite lays both anew.
    """

    dependencies = [
        ("concerns", "0011_concerns_leave_their_case"),
        ("core", "0004_keys_of_the_vault"),
        ("establishments", "0007_who_gave_a_role_and_turns_in_steps"),
        ("retention", "0002_locked_exhibits_keep"),
    ]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="concern",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
            ),
        ),
        migrations.AddField(
            model_name="hold",
            name="concern",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="concern",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.concern"
            ),
        ),
        migrations.AlterField(
            model_name="certificate",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.safeguardingcase"
            ),
        ),
        migrations.AlterField(
            model_name="hold",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.safeguardingcase"
            ),
        ),
        migrations.AlterField(
            model_name="proposal",
            name="case",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.safeguardingcase"
            ),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("case",), name="certificate_once_for_a_case"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("concern",), name="certificate_once_for_a_concern"),
        ),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("concern", None)),
                    models.Q(("case", None), ("concern__isnull", False)),
                    _connector="OR",
                ),
                name="certificate_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="hold",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("concern", None)),
                    models.Q(("case", None), ("concern__isnull", False)),
                    _connector="OR",
                ),
                name="hold_about_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", False), ("concern", None)),
                    models.Q(("case", None), ("concern__isnull", False)),
                    _connector="OR",
                ),
                name="proposal_about_one",
            ),
        ),
        AppendOnly("retention_hold"),
        AppendOnly("retention_proposal"),
        AppendOnly("retention_certificate"),
        HoldKeeps(),
        HoldOnConcernKeeps(),
        LockedKeeps(),
    ]
