from typing import Any

from django.db import migrations, models
from django.db.models import F

from tutela.web.core.existing_rows import ForExistingRows


def want_what_was_wanted(apps: Any, schema_editor: Any) -> None:
    """Until now all letters were laid out."""
    rows = apps.get_model("engagement", "Letter")._base_manager.using(schema_editor.connection.alias)
    rows.update(wanted=F("made"))
    rows.filter(state="merging").update(wanted=F("total"))


class Migration(migrations.Migration):
    dependencies = [("engagement", "0002_letters")]

    operations = [
        migrations.AddField("letter", "wanted", models.PositiveIntegerField(default=0)),
        migrations.AddField("letter", "without_paper", models.BooleanField(default=False)),
        ForExistingRows(want_what_was_wanted, migrations.RunPython.noop),
    ]
