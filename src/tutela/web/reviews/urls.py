"""Addresses of the reviews."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, route
from tutela.web.reviews.views import elements, guests, lists, one, sharing, statements, taking_over

READ, WRITE, ACT = Permission.REVIEW_READ, Permission.REVIEW_WRITE, Permission.ACTION_WRITE
STATEMENT = "reviews/<uuid:pk>/<int:number>/"

app_name = "reviews"
SEE, INVITE = Permission.REVIEW_COMMENT, Permission.ROLE_DECIDE
urlpatterns = [
    route("reviews/", lists.list_reviews, name="list", needs=READ, nav="Self-review", within=REVIEW),
    route("reviews/start/", lists.start, name="start", needs=WRITE),
    route("reviews/files/<uuid:pk>/", statements.read_file, name="file", needs=READ),
    route("reviews/<uuid:pk>/", one.show, name="review", needs=READ),
    route("reviews/<uuid:pk>/groups/", one.choose_groups, name="groups", needs=WRITE),
    route("reviews/<uuid:pk>/complete/", one.complete, name="complete", needs=WRITE),
    route("reviews/<uuid:pk>/paper/", one.paper, name="paper", needs=READ),
    route("reviews/<uuid:pk>/word/", one.word, name="word", needs=READ),
    route("reviews/<uuid:pk>/proposed/", taking_over.list_proposed, name="proposed", needs=WRITE),
    route(STATEMENT, statements.show_statement, name="statement", needs=READ),
    route(f"{STATEMENT}draft/", statements.keep_draft, name="keep-draft", needs=WRITE),
    route(f"{STATEMENT}forget/", statements.drop_draft, name="drop-draft", needs=WRITE),
    route(f"{STATEMENT}file/", statements.add_file, name="add-file", needs=WRITE),
    route(f"{STATEMENT}act/", statements.accept_step, name="accept-step", needs=ACT),
    # reviewers from outside: who may bring them in, and the only pages that they see
    route("reviews/<uuid:pk>/guests/", guests.invite, name="guests", needs=INVITE, fresh=True),
    route("reviews/guests/<uuid:pk>/end/", guests.end, name="end-invitation", needs=INVITE),
    route("reviews/invited/", guests.list_invitations, name="invitations", needs=SEE, nav="Reviews"),
    route("reviews/invited/<uuid:pk>/", guests.show_invited, name="invited", needs=SEE),
    route(
        "reviews/invited/<uuid:pk>/<int:number>/", guests.show_invited_statement, name="invited-statement", needs=SEE
    ),
    # what leaves the house signed, and what came from others
    route("reviews/<uuid:pk>/certificate/", sharing.certificate, name="certificate", needs=READ),
    route("reviews/<uuid:pk>/certify/", sharing.certify, name="certify", needs=WRITE, fresh=True),
    route("reviews/certificates/<uuid:pk>/", sharing.download_certificate, name="certificate-file", needs=READ),
    route("reviews/<uuid:pk>/figures/", sharing.export_figures, name="figures", needs=WRITE, fresh=True),
    route("reviews/compare/", sharing.compare, name="compare", needs=READ),
    route("reviews/compare/take-in/", sharing.take_in, name="take-in", needs=WRITE),
    route("reviews/elements/", elements.show, name="elements", needs=READ, nav="Four elements", within=REVIEW),
    route("reviews/elements/<slug:lens>/", elements.show_lens, name="lens", needs=READ),
]
