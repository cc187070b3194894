import uuid

from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """When the audit was proved from its first entry to its last, and what was found."""

    dependencies = [("core", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="AuditProof",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("size", models.PositiveBigIntegerField()),
                ("root", models.BinaryField(max_length=32)),
                ("faults", models.TextField(blank=True)),
                ("anchored_to", models.PositiveBigIntegerField(null=True)),
            ],
        ),
        AppendOnly("core_auditproof"),
    ]
