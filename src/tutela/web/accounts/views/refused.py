"""A form that does not prove that it comes from our page: refused, and not lost where it did come from there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tutela.web.accounts import unsent
from tutela.web.core.context import HARMLESS

LONG = 60
"""Above so many characters, or with more than one line, a text is shown again as well as sent again."""


def refuse(request: HttpRequest, reason: str = "") -> HttpResponse:  # Django hands it over
    """Back to its page where somebody signed in sends a page that was open before; else the refusal, in plain words.

    Of a form that the browser itself says stood on a page of ours the refusal holds what was typed: one press sends
    it again, with a proof. What somebody else's page sent is neither shown nor sent.
    """
    user = getattr(request, "user", None)
    is_signed_in = user is not None and user.is_authenticated
    led_back = unsent.lead_back(request) if is_signed_in else None
    if led_back:
        return led_back
    typed = [] if is_signed_in else unsent.list_typed(request)
    context = {
        "typed": typed,
        "long": [text for _name, text in typed if len(text) > LONG or "\n" in text],
        "is_ours": unsent.is_said_to_be_ours(request),
        # whoever tells us a worry may have to leave this page as quickly as the one before
        "exit_to": HARMLESS if typed else "",
    }
    return render(request, "403_csrf.html", context, status=403)
