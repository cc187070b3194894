"""Hours that were published stay on record when others are."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("establishments", "0007_who_gave_a_role_and_turns_in_steps")]

    operations = [
        migrations.AddField("coverhours", "from_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("coverhours", "until_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "coverhours",
            "published_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="+",
                to="establishments.person",
            ),
        ),
    ]
