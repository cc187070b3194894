from django.db import migrations

from tutela.web.core.append_only import AppendOnly

RECORDS = ("consent", "withdrawal", "use", "useperson", "takendown")


class Migration(migrations.Migration):
    """What was said, what ended it, where a picture was and that it is gone stays as it was noted."""

    dependencies = [("consents", "0001_answers_withdrawals_and_uses")]

    operations = [AppendOnly(f"consents_{name}") for name in RECORDS]
