from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What was made, copied and proved stays as it was noted."""

    dependencies = [("backups", "0001_what_became_of_back_ups")]

    operations = [AppendOnly(f"backups_{name}") for name in ("backup", "backupcopy", "backupproof")]
