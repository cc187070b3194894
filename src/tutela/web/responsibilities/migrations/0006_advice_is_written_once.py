from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Advice, and what lay before those who looked, stays as it was noted."""

    dependencies = [("responsibilities", "0005_advice_and_what_was_heard")]

    operations = [
        AppendOnly("responsibilities_advice"),
        AppendOnly("responsibilities_advicegiven"),
        AppendOnly("responsibilities_adviceused"),
        AppendOnly("responsibilities_heard"),
    ]
