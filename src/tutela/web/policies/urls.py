"""Addresses of policies and agreements."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import MINE, REVIEW, SIGNED_IN, route
from tutela.web.policies.views import (
    agreements,
    approving,
    coverage,
    documents,
    drafts,
    lists,
    partnering,
    sharing,
    weaving,
)

READ, WRITE = Permission.REVIEW_READ, Permission.POLICY_WRITE
APPROVE, OFFER = Permission.POLICY_APPROVE, Permission.POLICY_OFFER
DOCUMENT = "policies/<uuid:pk>/"
DRAFT = f"{DOCUMENT}draft/"

app_name = "policies"
urlpatterns = [
    route("policies/", lists.show_list, name="list", needs=READ, nav="Policies", within=REVIEW),
    route("policies/start/", lists.start, name="start", needs=WRITE),
    route("policies/coverage/", coverage.show_coverage, name="coverage", needs=READ),
    route("policies/map/", weaving.show, name="map", needs=READ),
    route("policies/elsewhere/<slug:slug>/", drafts.note_elsewhere, name="elsewhere", needs=WRITE),
    route("policies/shared/", sharing.list_shared, name="shared", needs=READ),
    route("policies/shared/take-in/", sharing.take_in, name="take-in", needs=WRITE),
    route("policies/shared/<uuid:pk>/", sharing.show_shared, name="shared-one", needs=READ),
    route("policies/differences/", partnering.list_differences, name="differences", needs=WRITE),
    route("policies/differences/<uuid:pk>/", partnering.settle, name="settle", needs=WRITE),
    route("policies/contributions/<uuid:pk>/", approving.answer, name="contribution", needs=WRITE),
    route(DOCUMENT, documents.show, name="document", needs=SIGNED_IN),
    route(f"{DOCUMENT}paper/", documents.paper, name="paper", needs=SIGNED_IN),
    route(f"{DOCUMENT}history/", documents.show_history, name="history", needs=READ),
    route(f"{DOCUMENT}history/<int:number>/", documents.show_version, name="version", needs=READ),
    route(f"{DOCUMENT}next/", documents.begin_next, name="next", needs=WRITE),
    route(f"{DOCUMENT}archive/", documents.archive, name="archive", needs=WRITE),
    route(f"{DOCUMENT}offer/", documents.offer, name="offer", needs=OFFER),
    route(f"{DOCUMENT}share/", sharing.share, name="share", needs=WRITE, fresh=True),
    route(f"{DOCUMENT}people/", coverage.show_people, name="people", needs=WRITE),
    route(f"{DOCUMENT}forms/", coverage.enter_paper, name="forms", needs=WRITE),
    route(DRAFT, drafts.show, name="draft", needs=READ),
    route(f"{DRAFT}gaps/", drafts.fill_gaps, name="gaps", needs=WRITE),
    route(f"{DRAFT}new/", drafts.add_clause, name="add-clause", needs=WRITE),
    route(f"{DRAFT}clauses/<slug:clause>/", drafts.reword, name="clause", needs=WRITE),
    route(f"{DRAFT}clauses/<slug:clause>/move/", drafts.move, name="move-clause", needs=WRITE),
    route(f"{DRAFT}update/", drafts.update, name="update", needs=WRITE),
    route(f"{DRAFT}heard/", approving.hear, name="hear", needs=WRITE),
    route(f"{DRAFT}sign/", approving.sign, name="sign", needs=APPROVE),
    route(f"{DRAFT}minute/", approving.minute, name="minute", needs=WRITE),
    route(f"{DRAFT}publish/", approving.publish, name="publish", needs=WRITE),
    route("agreements/", agreements.show_mine, name="agreements", needs=SIGNED_IN, nav="My agreements", within=MINE),
    route("agreements/<uuid:pk>/", agreements.show_one, name="agreement", needs=SIGNED_IN),
    route("agreements/<uuid:pk>/for/<uuid:child>/", agreements.show_one, name="agreement-for", needs=SIGNED_IN),
]
