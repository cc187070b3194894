import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly
from tutela.web.retention.guard import HoldKeeps, HoldKeepsFiles, HoldKeepsSessions, HoldOnConcernKeeps, LockedKeeps

KINDS = ("case", "concern", "supervision", "received")
ABOUT_ONE = models.Q(
    *(
        models.Q(*sorted({f"{kind}__isnull": False, **{one: None for one in KINDS if one != kind}}.items()))
        for kind in KINDS
    ),
    _connector="OR",
)


def _of_a_file_too(name: str) -> list[migrations.operations.base.Operation]:
    return [
        migrations.AddField(
            model_name=name,
            name="received",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="transfers.receivedfile"
            ),
        ),
        migrations.RemoveConstraint(model_name=name, name=f"{name}_about_one"),
        migrations.AddConstraint(
            model_name=name, constraint=models.CheckConstraint(condition=ABOUT_ONE, name=f"{name}_about_one")
        ),
    ]


class Migration(migrations.Migration):
    """A file that came from another place is kept, held and destroyed by two people like a case.

    Certificates come first: their guards ask the table of holds, and SQLite lays both anew.
    """

    dependencies = [
        ("retention", "0005_notes_of_supervision"),
        ("transfers", "0002_exhibits_come_along"),
    ]

    operations = [
        *_of_a_file_too("certificate"),
        migrations.AddConstraint(
            model_name="certificate",
            constraint=models.UniqueConstraint(fields=("received",), name="certificate_once_for_a_file"),
        ),
        *_of_a_file_too("hold"),
        *_of_a_file_too("proposal"),
        AppendOnly("retention_hold"),
        AppendOnly("retention_proposal"),
        AppendOnly("retention_certificate"),
        HoldKeeps(),
        HoldOnConcernKeeps(),
        HoldKeepsSessions(),
        HoldKeepsFiles(),
        LockedKeeps(),
        # whom a destroyed file was about is emptied with its key, and never given another value
        AppendOnly("transfers_receivedlink", allow_columns=("person_id",)),
    ]
