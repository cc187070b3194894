from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("concerns", "0009_concerns_about_adults_leave"),
    ]

    operations = [
        migrations.AddField(
            model_name="concerndraft",
            name="reminded",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
