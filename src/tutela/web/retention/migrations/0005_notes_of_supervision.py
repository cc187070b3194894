import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly
from tutela.web.retention.guard import HoldKeeps, HoldKeepsSessions, HoldOnConcernKeeps, LockedKeeps

ABOUT_ONE = models.Q(
    models.Q(("case__isnull", False), ("concern", None), ("supervision", None)),
    models.Q(("case", None), ("concern__isnull", False), ("supervision", None)),
    models.Q(("case", None), ("concern", None), ("supervision__isnull", False)),
    _connector="OR",
)


def _of_a_session_too(name: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=name,
            name="supervision",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="concerns.supervision"
            ),
        ),
        migrations.RemoveConstraint(model_name=name, name=f"{name}_about_one"),
        migrations.AddConstraint(
            model_name=name, constraint=models.CheckConstraint(condition=ABOUT_ONE, name=f"{name}_about_one")
        ),
    ]


class Migration(migrations.Migration):
    """Notes of supervision are kept, held and destroyed by two people like a case.

    Certificates come first: their guards ask the table of holds, and SQLite lays both anew.
    """

    dependencies = [
        ("concerns", "0011_concerns_leave_their_case"),
        ("retention", "0004_who_was_told_what_is_due"),
    ]

    operations = [
        *_of_a_session_too("certificate"),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("supervision",), name="certificate_once_for_a_session"),
        ),
        *_of_a_session_too("hold"),
        *_of_a_session_too("proposal"),
        AppendOnly("retention_hold"),
        AppendOnly("retention_proposal"),
        AppendOnly("retention_certificate"),
        HoldKeeps(),
        HoldOnConcernKeeps(),
        HoldKeepsSessions(),
        LockedKeeps(),
    ]
