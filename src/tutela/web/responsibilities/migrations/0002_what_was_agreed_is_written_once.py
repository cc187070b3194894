from django.db import migrations

from tutela.web.core.append_only import AppendOnly

RECORDS = (
    "assignment",
    "assignmentend",
    "termsofreference",
    "member",
    "memberend",
    "minutes",
    "present",
    "decision",
    "speaker",
    "contact",
    "steprecord",
    "answer",
)


class Migration(migrations.Migration):
    """Who held what, what was said and what was decided stays as it was; of meetings alone the day may move."""

    dependencies = [("responsibilities", "0001_duties_group_stakeholders_and_journey")]

    operations = [AppendOnly(f"responsibilities_{name}") for name in RECORDS]
