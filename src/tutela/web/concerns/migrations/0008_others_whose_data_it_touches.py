from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """In a breach stand those whose data or account it touches, though they have no part in it."""

    dependencies = [("concerns", "0007_who_was_linked_by_mistake")]

    operations = [
        migrations.RemoveConstraint(model_name="involved", name="involved_role_is_known"),
        migrations.AddConstraint(
            model_name="involved",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ("harmed", "alleged", "affected", "bystander", "reporter"))),
                name="involved_role_is_known",
            ),
        ),
        # SQLite made the table anew
        AppendOnly("concerns_involved"),
    ]
