"""Addresses of the actions."""

from tutela.web.actions.views import lists, one, work
from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, SIGNED_IN, route

app_name = "actions"

# Whoever owns an action works on it, whatever else they may do: those addresses are open to whoever is signed in, and
# the row says who may.
urlpatterns = [
    route("actions/", lists.list_actions, name="list", needs=Permission.REVIEW_READ, nav="Actions", within=REVIEW),
    route("actions/mine/", lists.mine, name="mine", needs=SIGNED_IN),
    route("actions/what-does-not-add-up/", lists.checks, name="checks", needs=Permission.REVIEW_READ),
    route("actions/new/", work.new, name="new", needs=Permission.ACTION_WRITE),
    route("actions/<uuid:pk>/", one.action, name="action", needs=SIGNED_IN),
    route("actions/<uuid:pk>/close/", work.close, name="close", needs=SIGNED_IN),
    route("actions/<uuid:pk>/move/", work.move, name="move", needs=SIGNED_IN),
    route("actions/<uuid:pk>/note/", work.note, name="note", needs=SIGNED_IN),
    route("actions/<uuid:pk>/hand-over/", work.hand_over, name="hand-over", needs=Permission.ACTION_WRITE),
    route("actions/<uuid:pk>/wait-for/", work.wait_for, name="wait-for", needs=Permission.ACTION_WRITE),
    route("actions/<uuid:pk>/drop/", work.drop, name="drop", needs=Permission.ACTION_WRITE),
    route("actions/<uuid:pk>/open-again/", work.reopen, name="reopen", needs=Permission.ACTION_WRITE),
    route("actions/documents/<uuid:pk>/", one.document, name="document", needs=SIGNED_IN),
]
