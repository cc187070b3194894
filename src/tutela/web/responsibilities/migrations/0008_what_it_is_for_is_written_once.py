from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """The words that were approved stay as they were."""

    dependencies = [("responsibilities", "0007_what_it_is_for")]

    operations = [AppendOnly("responsibilities_vision")]
