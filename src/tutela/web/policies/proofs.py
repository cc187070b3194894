"""What policies and agreements can show of themselves, as dated figures."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse

from tutela.web.establishments.queries import PREVENT_APPLIES, local_day
from tutela.web.evidence.rules import Figure
from tutela.web.policies import queries
from tutela.web.policies.queries import Coverage
from tutela.web.policies.rules.checks import speaks_of_prevent
from tutela.web.policies.texts import wording as words

AUDIENCES = ("staff", "learners", "governors")


def list_figures(establishment: Any, at: datetime) -> Iterator[Figure]:
    """What is in date and signed, whether Prevent stands in everything, and who has agreed to what is in force."""
    yield from list_of_documents(establishment, at)
    yield from _agreements(establishment, at)


def list_of_documents(establishment: Any, at: datetime) -> Iterator[Figure]:
    """What is in date and signed, and whether Prevent stands in everything."""
    today, page = local_day(establishment, at), reverse("policies:list")
    versions = queries.list_in_force(establishment)
    if versions:
        in_date = sum(version.review_on > today for version in versions)
        yield Figure("policies.in-date", round(100 * in_date / len(versions), 1), at, page)
        # nothing is published without both, so this is a hundred while anything is in force
        signed = sum(bool(version.head_approval_id and version.minute_id) for version in versions)
        yield Figure("policies.signed", round(100 * signed / len(versions), 1), at, page)
        if establishment.nation in PREVENT_APPLIES:
            speaks = all(speaks_of_prevent(words.from_text(version.content)) for version in versions)
            yield Figure("policies.prevent-clause", float(speaks), at, page)


def _agreements(establishment: Any, at: datetime) -> Iterator[Figure]:
    today, page = local_day(establishment, at), reverse("policies:coverage")
    versions = queries.list_in_force(establishment, kind="agreement", with_words=False)
    for audience in AUDIENCES:
        counted = [queries.count_coverage(one, today) for one in versions if one.document.audience == audience]
        if audience == "learners" and counted:
            counted.append(Coverage(queries.count_unreached(establishment, at), 0, 0))
        total = Coverage(sum(one.total for one in counted), sum(one.agreed for one in counted), 0)
        if total.pct is not None:
            yield Figure(f"agreements.{audience}", total.pct, at, page)
    for version in versions:
        if version.document.audience == "parents":
            pct = queries.count_learners_with_a_parent(version, today).pct
            if pct is not None:
                yield Figure("agreements.parents", pct, at, page)
    understood = queries.count_understood(establishment)
    if understood is not None:
        yield Figure("agreements.understood", understood, at, page)
