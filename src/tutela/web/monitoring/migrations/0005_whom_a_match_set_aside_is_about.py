import django.db.models.deletion
from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """So that nobody reads what was set aside about themselves, whichever role they take later."""

    dependencies = [("monitoring", "0004_a_page_finds_the_alerts_of_its_people")]

    operations = [
        migrations.AddField(
            model_name="setaside",
            name="subject",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="establishments.person"
            ),
        ),
        AppendOnly("monitoring_setaside"),
    ]
