from django.db import migrations

from tutela.web.core.append_only import AppendOnly


class Migration(migrations.Migration):
    """An answer that was given stays; another one takes its place."""

    dependencies = [("reviews", "0001_reviews_and_answers")]

    operations = [AppendOnly("reviews_answer")]
