from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What was looked at, and what was found, stays as it was noted."""

    dependencies = [("responsibilities", "0003_looks_and_their_findings")]

    operations = [AppendOnly("responsibilities_look"), AppendOnly("responsibilities_finding")]
