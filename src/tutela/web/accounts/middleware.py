"""Sessions end: after 15 idle minutes for whoever reads concerns, 60 for others, after ten hours for everybody."""

import time
from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

IDLE_SECONDS = 60 * 60
IDLE_SECONDS_OF_CONCERN_READERS = 15 * 60
LONGEST_SECONDS = 10 * 3600
NOTED_EVERY_SECONDS = 30

STARTED, SEEN = "session_started_at", "session_seen_at"


class SessionAge:
    """Ends what is too old before anything is shown. Seen times are kept to half a minute, to spare writes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            idle = IDLE_SECONDS_OF_CONCERN_READERS if request.actor.reads_concerns else IDLE_SECONDS
            if now - seen > idle or now - started > LONGEST_SECONDS:
                logout(request)
                return redirect(reverse("account_login"))
            if now - seen > NOTED_EVERY_SECONDS:
                request.session[SEEN] = now
        return self.get_response(request)
