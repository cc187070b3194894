from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """What was noted stays as it was; a mistake is struck by an entry of its own."""

    dependencies = [("education", "0001_training_and_lessons")]

    operations = [AppendOnly(f"education_{name}") for name in ("training", "trainingstruck", "lesson", "lessonstruck")]
