from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What an alert is made of, who was told and what was decided is written once."""

    dependencies = [("monitoring", "0001_alerts_and_decisions")]

    operations = [
        AppendOnly("monitoring_alertmatch"),
        AppendOnly("monitoring_alertreader"),
        AppendOnly("monitoring_escalation"),
        AppendOnly("monitoring_alertdecision"),
    ]
