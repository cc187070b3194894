"""A kind of key for what is alleged of adults."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_audit_proofs")]

    operations = [
        migrations.AlterField(
            model_name="casekey",
            name="kind",
            field=models.CharField(
                choices=[
                    ("standard", "opened by the establishment"),
                    ("restricted", "opened by the named people alone"),
                    ("vault", "opened by the establishment, for what is alleged of adults"),
                ],
                max_length=10,
            ),
        ),
    ]
