from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """A figure that was published stays as it was."""

    dependencies = [("evidence", "0001_figures_at_a_time")]

    operations = [AppendOnly("evidence_evidence")]
