from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What happened to an action, and what it was closed with, stays as it was."""

    dependencies = [("actions", "0001_actions_their_entries_and_proof")]

    operations = [AppendOnly("actions_actionentry"), AppendOnly("actions_proof"), AppendOnly("actions_prooffile")]
