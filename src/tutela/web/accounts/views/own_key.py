"""One's own key: without it nothing opens that was sealed to named people."""

from allauth.decorators import rate_limit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tutela.web.accounts import operations, own_keys
from tutela.web.accounts.forms import OwnKeyForm
from tutela.web.accounts.onward import get_onward


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="reauthenticate")
def own_key(request: HttpRequest) -> HttpResponse:
    """Open it with one's password; make it where there is none; begin anew where the password was lost."""
    row = operations.find_own_key(request.user)
    form = OwnKeyForm(user=request.user, data=request.POST if request.method == "POST" else None)
    is_lost = False
    if request.method == "POST" and form.is_valid():
        password, before = form.cleaned_data["password"], form.cleaned_data["before"]
        at = timezone.now()
        own = operations.open_own_key(request.user, password)
        if own is None and (row is None or "anew" in request.POST):
            operations.make_own_key(actor=request.actor, user=request.user, password=password, at=at)
        elif own is None and before:
            operations.carry_own_key(actor=request.actor, user=request.user, old=before, new=password, at=at)
        own = own or operations.open_own_key(request.user, password)
        if own is not None:
            messages.success(request, _("Your key is made.") if row is None else _("Your key is open."))
            response = redirect(get_onward(request) or "account")
            own_keys.keep(request, response, own)
            return response
        is_lost = True
        if before:
            form.add_error("before", _("This is not the password that your key was made with"))
    context = {
        "form": form,
        "made_at": row.made_at if row else None,
        "is_lost": is_lost,
        "is_open": own_keys.read(request) is not None,
        "has_password": request.user.has_usable_password(),
        "onward": get_onward(request),
    }
    return render(request, "accounts/own_key.html", context)
