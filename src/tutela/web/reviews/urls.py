"""Addresses of the reviews."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, route
from tutela.web.reviews.views import lists, one, statements, taking_over

READ, WRITE, ACT = Permission.REVIEW_READ, Permission.REVIEW_WRITE, Permission.ACTION_WRITE
STATEMENT = "reviews/<uuid:pk>/<int:number>/"

app_name = "reviews"
urlpatterns = [
    route("reviews/", lists.list_reviews, name="list", needs=READ, nav="Self-review", within=REVIEW),
    route("reviews/start/", lists.start, name="start", needs=WRITE),
    route("reviews/files/<uuid:pk>/", statements.read_file, name="file", needs=READ),
    route("reviews/<uuid:pk>/", one.show, name="review", needs=READ),
    route("reviews/<uuid:pk>/groups/", one.choose_groups, name="groups", needs=WRITE),
    route("reviews/<uuid:pk>/complete/", one.complete, name="complete", needs=WRITE),
    route("reviews/<uuid:pk>/paper/", one.paper, name="paper", needs=READ),
    route("reviews/<uuid:pk>/proposed/", taking_over.list_proposed, name="proposed", needs=WRITE),
    route(STATEMENT, statements.show_statement, name="statement", needs=READ),
    route(f"{STATEMENT}draft/", statements.keep_draft, name="keep-draft", needs=WRITE),
    route(f"{STATEMENT}forget/", statements.drop_draft, name="drop-draft", needs=WRITE),
    route(f"{STATEMENT}file/", statements.add_file, name="add-file", needs=WRITE),
    route(f"{STATEMENT}act/", statements.accept_step, name="accept-step", needs=ACT),
]
