"""Since when a risk is set aside: what stood against it until then stays in the past."""

from typing import Any

from django.db import migrations, models

from tutela.web.core.existing_rows import ForExistingRows


def from_the_day_it_was_judged(apps: Any, _editor: Any) -> None:
    """Of those set aside already, the day of their last judgement is what is known."""
    for row in apps.get_model("registers", "Risk")._base_manager.exclude(set_aside="").filter(aside_on=None):
        row.aside_on = (row.judged_at or row.made_at).date()
        row.save(update_fields=["aside_on"])


class Migration(migrations.Migration):
    dependencies = [("registers", "0008_what_is_to_be_bought")]

    operations = [
        migrations.AddField("risk", "aside_on", models.DateField(null=True, blank=True)),
        ForExistingRows(from_the_day_it_was_judged, migrations.RunPython.noop),
    ]
