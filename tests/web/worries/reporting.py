"""Run as a program: many people tell worries, from devices and browsers that can be told apart, at a known moment.

python -m tests.web.worries.reporting DATA KEYS REPORTS. It prints, as JSON lines, what may be found in no store.
"""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

BEFORE = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
MOMENT = datetime(2026, 11, 20, 10, 41, 37, 123457, tzinfo=UTC)
"""When all of them write. Its minute is looked for in every file."""


def main(data: str, keys: str, reports: int) -> None:
    from tutela.settings import load
    from tutela.web import project

    settings = load(data=data, keys=keys, environment={})  # type: ignore[arg-type]
    project.start(settings)
    project.migrate()
    import time_machine
    from django.conf import settings as django_settings
    from django.test import Client

    django_settings.ALLOWED_HOSTS = ["testserver"]
    from tests import cast
    from tests.web.worries import scenes
    from tutela.web.core.delivery import deliver_due
    from tutela.web.worries import receipts, throttle

    # what is kept is the same; only the wait for it is shorter here
    receipts.TIME_COST, receipts.MEMORY_KIB, throttle.PER_SECOND, throttle.AT_ONCE = 1, 8, 1e9, 1e9
    with time_machine.travel(BEFORE, tick=False):
        scenes.readers()
        leo = Client()
        leo.force_login(cast.leo().user)
        session = leo.session
        session["session_started_at"] = session["session_seen_at"] = BEFORE.timestamp()
        session.save()
    planted: list[str] = []
    with time_machine.travel(MOMENT, tick=False):
        for number in range(reports):
            planted += _report(number, leo, scenes)
        deliver_due(settings, datetime.now(UTC))
    for phrase in planted:
        print(json.dumps(phrase))
    sys.stdout.flush()
    os._exit(0)  # nothing is checkpointed, so that the logs are there to be searched


def _report(number: int, leo: Any, scenes: Any) -> list[str]:
    """Leo himself, signed in, is every tenth of them; the others have an address and a browser of their own."""
    from django.test import Client

    mark = f"q{number:04d}z"
    address, agent = f"10.77.{number // 250}.{number % 250 + 3}", f"Tablet-{mark}/9.1"
    sent_along = {
        "REMOTE_ADDR": address,
        "HTTP_USER_AGENT": agent,
        "HTTP_X_FORWARDED_FOR": f"{address}, 10.0.0.1",
        "HTTP_REFERER": f"http://testserver/from-{mark}/",
        "HTTP_X_DEVICE": f"device-{mark}",
    }
    client = Client(**sent_along)
    if number % 10 == 0:
        client.cookies = leo.cookies.copy() if hasattr(leo.cookies, "copy") else leo.cookies
    given = {
        "what": f"The bittern {mark} calls.",
        "who": "other",
        "names": f"Nora {mark}",
        "by": f"Quill {mark}",
        "where": f"behind the {mark} shed",
        "named": "yes" if number % 3 == 0 else "no",
        "own_name": f"Wren {mark}",
    }
    words = scenes.tell(client, "11-16", danger="unsure" if number % 5 == 0 else "no", **given)
    token = client.cookies["worry"].value
    number_asked = sum(map(ord, token)) % 6
    scenes.press(client, f"{scenes.HOME}six-words/try/", word=words[number_asked])
    back = scenes.open_again(words, Client(**sent_along))
    scenes.press(back, f"{scenes.HOME}yours/", text=f"And the {mark} heron.")
    csrf = client.cookies["csrf"].value if "csrf" in client.cookies else ""
    return [mark, address, agent, " ".join(words), token, back.cookies["worry"].value, *([csrf] if csrf else [])]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
