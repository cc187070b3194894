"""The accounts that somebody looks after: how well they are kept, a new link, closing, opening again."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tutela.web.accounts import operations, queries, rules
from tutela.web.accounts.forms.filters import AccountFilter
from tutela.web.accounts.queries import Account
from tutela.web.core.outbox import site_address
from tutela.web.core.routing import SECOND_FACTOR_SET_UP

A_PAGE = 50
View = Callable[..., HttpResponse]


def _for_keepers(view: View) -> View:
    """For whoever keeps accounts; with a second factor, since a link opens somebody else's account."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not rules.may_manage_accounts(request.actor.permissions):
            raise Http404
        if not request.actor.second_factor:
            return redirect(SECOND_FACTOR_SET_UP)
        return view(request, *args, **kwargs)

    return guarded


@_for_keepers
@require_safe
def accounts(request: HttpRequest) -> HttpResponse:
    """All accounts here, narrowed by what is wrong with them."""
    form = AccountFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    at = timezone.now()
    found = queries.find_accounts(
        request.actor,
        at=at,
        words=chosen.get("name") or "",
        kind=chosen.get("kind") or "",
        flag=chosen.get("show") or "",
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page_obj": page,
        "accounts": queries.describe_accounts(request.actor, page.object_list, at=at),
        "counts": queries.count_flags(request.actor, at=at),
    }
    return render(request, "accounts/accounts.html", context)


@_for_keepers
@require_safe
def one_account(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One account, and what can be done about it."""
    one = _visible(request, pk)
    may_ask = queries.may_ask_for(request.actor, one.user, at=timezone.now())
    return render(request, "accounts/one_account.html", {"one": one, "may_ask": may_ask, "back": "/accounts/"})


@_for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def make_link(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link that signs its owner in once, shown with this answer and never again."""
    one = _visible(request, pk)
    if not one.may_change or not one.user.is_active or queries.holds_code_for(request.actor, one.user):
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/link.html", {"one": one, "back": f"/accounts/{pk}/"})
    url = operations.make_sign_in_link(user=one.user, actor=request.actor, at=timezone.now(), base_url=site_address())
    return render(request, "accounts/link_made.html", {"one": one, "url": url, "back": f"/accounts/{pk}/"})


@_for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Nobody signs in with it any more; asked once more before."""
    one = _visible(request, pk)
    if not one.may_close or not one.user.is_active:
        raise Http404
    if request.method != "POST":
        return render(request, "accounts/close.html", {"one": one, "back": f"/accounts/{pk}/"})
    operations.close_user(actor=request.actor, user=one.user, at=timezone.now())
    messages.success(request, _("The account of %(name)s is closed.") % {"name": one.name})
    return redirect("one-account", pk)


@_for_keepers
@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It may be used again, with the password and the second factor it had."""
    one = _visible(request, pk)
    if not one.may_close or one.user.is_active:
        raise Http404
    if request.method != "POST":  # whoever was asked for their password comes back this way
        return redirect("one-account", pk)
    operations.reopen_user(actor=request.actor, user=one.user, at=timezone.now())
    messages.success(request, _("The account of %(name)s is open again.") % {"name": one.name})
    return redirect("one-account", pk)


def _visible(request: HttpRequest, pk: UUID) -> Account:
    one = queries.get_account(request.actor, pk, at=timezone.now())
    if one is None:
        raise Http404
    return one
