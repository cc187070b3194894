from django.db import migrations

from tutela.web.retention.guard import LockedKeeps


class Migration(migrations.Migration):
    """Only the police's word destroys what was locked: the database says so too."""

    dependencies = [
        ("exhibits", "0001_exhibits_with_their_ledgers"),
        ("retention", "0001_periods_holds_and_certificates"),
    ]

    operations = [LockedKeeps()]
