from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """The audit and its checkpoints are written once; only an entry's details may be emptied."""

    dependencies = [("core", "0001_audit_keys_and_outbox")]

    operations = [
        AppendOnly("core_auditentry", allow_columns=("details", "salt")),
        AppendOnly("core_auditcheckpoint"),
    ]
