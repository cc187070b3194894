"""Reviews under way and completed, and what else could be reviewed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tutela.web.core.permissions import Permission
from tutela.web.reviews import operations, queries
from tutela.web.reviews.views.finding import get_person


@require_safe
def list_reviews(request: HttpRequest) -> HttpResponse:
    """Reviews under way and completed, and what else could be reviewed."""
    at = timezone.now()
    rows = list(queries.list_reviews(request.actor))
    under_way = queries.read_under_way(request.actor, rows, at)
    may_write = request.actor.may(Permission.REVIEW_WRITE)
    offered = queries.list_offered(request.actor, request.establishment) if may_write else []
    shown = {
        "under_way": under_way,
        "completed": [row for row in rows if row.completed_at],
        "offered": offered,
        "brought_in": [one for one in offered if not one.summary],
        "may_write": may_write,
    }
    return render(request, "reviews/list.html", shown)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Open a review of one framework."""
    framework = queries.get_framework(request.POST.get("framework", ""))
    if framework is None:
        messages.error(request, _("Choose what to review."))
        return redirect("reviews:list")
    try:
        review = operations.start_review(
            actor=request.actor,
            at=timezone.now(),
            establishment_id=request.establishment.pk,
            person_id=get_person(request),
            framework=framework,
        )
    except operations.ReviewUnderWay:
        messages.info(request, _("This is being reviewed already. Go on with it below."))
        return redirect("reviews:list")
    return redirect("reviews:review", pk=review.pk)
