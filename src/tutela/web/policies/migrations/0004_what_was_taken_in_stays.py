from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """From whom a template came, and with which key it was signed, is written once."""

    dependencies = [("policies", "0003_templates_of_others")]

    operations = [AppendOnly("policies_sharedtemplate")]
