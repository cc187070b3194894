from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What was chosen for times of failure, and what learners reported, is written once."""

    dependencies = [("filters", "0001_settings_rules_and_changes")]

    operations = [AppendOnly("filters_failpolicychoice"), AppendOnly("filters_blockreport")]
