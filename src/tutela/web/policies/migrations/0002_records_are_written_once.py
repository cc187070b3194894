from django.db import migrations

from tutela.web.core.append_only import AppendOnly

RECORDS = (
    "version",
    "contribution",
    "contributionanswer",
    "approval",
    "paperbatch",
    "acknowledgement",
    "agreementnotice",
    "clausestanding",
)


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_documents_drafts_versions_and_agreements")]

    operations = [AppendOnly(f"policies_{name}") for name in RECORDS]
