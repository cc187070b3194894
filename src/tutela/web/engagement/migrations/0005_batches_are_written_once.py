from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """Who entered how many sheets stays as it was noted."""

    dependencies = [("engagement", "0004_sheets_on_paper")]

    operations = [AppendOnly("engagement_sheetbatch")]
