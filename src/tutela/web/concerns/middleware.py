"""A page with something on it that is sealed to people: whoever is named opens their own key first."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from tutela.web.core.sealing import KeyLocked, SealedToOthers


class SealedToPeople:
    """Leads to the page of one's own key and back; or says why it does not open, and what does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """What is typed into a form is kept by the middleware of sessions, as at every question who somebody is."""
        if isinstance(exception, KeyLocked) and request.user.is_authenticated:
            onward = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('account_own_key')}?{onward}")
        if isinstance(exception, SealedToOthers) and request.user.is_authenticated:
            pk = (request.resolver_match.kwargs if request.resolver_match else {}).get("pk")
            is_case = request.path.startswith("/concerns/cases/")
            return render(request, "concerns/sealed_to_others.html", {"case_id": pk if is_case else None})
        return None
