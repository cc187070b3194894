"""Addresses of the reviews."""

from tutela.web.core.permissions import Permission
from tutela.web.core.routing import REVIEW, route
from tutela.web.reviews import views

READ, WRITE = Permission.REVIEW_READ, Permission.REVIEW_WRITE

app_name = "reviews"
urlpatterns = [
    route("reviews/", views.list_reviews, name="list", needs=READ, nav="Self-review", within=REVIEW),
    route("reviews/start/", views.start, name="start", needs=WRITE),
    route("reviews/<uuid:pk>/", views.show, name="review", needs=READ),
    route("reviews/<uuid:pk>/complete/", views.complete, name="complete", needs=WRITE),
    route("reviews/<uuid:pk>/paper/", views.paper, name="paper", needs=READ),
    route("reviews/<uuid:pk>/<int:number>/", views.show_statement, name="statement", needs=READ),
    route("reviews/<uuid:pk>/<int:number>/act/", views.accept_step, name="accept-step", needs=Permission.ACTION_WRITE),
]
