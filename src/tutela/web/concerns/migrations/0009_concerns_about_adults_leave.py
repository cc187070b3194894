from django.db import migrations, models

from tutela.web.core.append_only import AppendOnly

ROUTES = ("dsl", "head", "chair", "authority", "vault")


class Migration(migrations.Migration):
    """A concern about an adult who works there goes another way: into the vault."""

    dependencies = [("concerns", "0008_others_whose_data_it_touches")]

    operations = [
        migrations.RemoveConstraint(model_name="concern", name="concern_route_is_known"),
        migrations.AddConstraint(
            model_name="concern",
            constraint=models.CheckConstraint(condition=models.Q(("route__in", ROUTES)), name="concern_route_is_known"),
        ),
        migrations.RemoveConstraint(model_name="move", name="move_route_is_known"),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(condition=models.Q(("route__in", ROUTES)), name="move_route_is_known"),
        ),
        # SQLite made the tables anew
        AppendOnly("concerns_concern"),
        AppendOnly("concerns_move"),
    ]
