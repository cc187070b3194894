"""Sessions end: after 15 idle minutes for whoever reads concerns, 60 for others, after ten hours for everybody."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from tutela.web.accounts import operations, own_keys, unsent
from tutela.web.accounts.sessions import hashed
from tutela.web.core import sealing

IDLE_SECONDS = 60 * 60
IDLE_SECONDS_OF_CONCERN_READERS = 15 * 60
LONGEST_SECONDS = 10 * 3600
NOTED_EVERY_SECONDS = 30
LISTED_EVERY_SECONDS = 300

STARTED, SEEN = "session_started_at", "session_seen_at"
LISTED_AS, LISTED = "listed_as", "listed_at"


class SessionAge:
    """Ends what is too old before anything is shown. Seen times are kept to half a minute, to spare writes; in the
    list of browsers, which stands among the records, to five minutes. What was typed meanwhile is not lost (`unsent`).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return unsent.catch_late_form(request) or self.get_response(request)
        now = time.time()
        started = request.session.setdefault(STARTED, now)
        seen = request.session.setdefault(SEEN, now)
        idle = IDLE_SECONDS_OF_CONCERN_READERS if request.actor.reads_concerns else IDLE_SECONDS
        if now - seen > idle or now - started > LONGEST_SECONDS:
            response = unsent.lead_to_sign_in(request, request.user.pk)
            logout(request)
            return response
        if now - seen > NOTED_EVERY_SECONDS:
            request.session[SEEN] = now
        _keep_listed(request, now)
        with unsent.showing(request), sealing.with_own_key(own_keys.read(request)):
            response = unsent.keep_if_asked_again(request, self.get_response(request))
        unsent.forget_sent(request, response)
        return response


def _keep_listed(request: HttpRequest, now: float) -> None:
    """The list of browsers goes on with the session's newest key, which changes with a password."""
    is_kept_as, listed_as = hashed(request.session.session_key), request.session.get(LISTED_AS)
    if listed_as != is_kept_as:
        if listed_as:
            operations.follow_session(listed_as, is_kept_as)
        request.session[LISTED_AS] = is_kept_as
    if now - request.session.setdefault(LISTED, now) > LISTED_EVERY_SECONDS:
        request.session[LISTED] = now
        operations.note_seen(is_kept_as, timezone.now())
