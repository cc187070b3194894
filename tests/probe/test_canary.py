"""A canary is content only with what it should get; no network, an `ask` of our own."""

import http.server
import threading

import pytest

from tutela.probe.canary import Canary, Reply, run, through_proxy

MUST_BLOCK = Canary("gambling", "http://bets.test/", "block")
MUST_OPEN = Canary("must open", "http://canary.test/", "allow")


@pytest.mark.requirement("S0.14")
@pytest.mark.parametrize(
    ("canary", "reply", "right"),
    [
        (MUST_BLOCK, Reply(403, "ERR_TUTELA_BLOCKED"), True),
        (MUST_BLOCK, Reply(403), False),  # the site itself said 403: it was reached
        (MUST_BLOCK, Reply(200), False),
        (MUST_BLOCK, Reply(503, "ERR_DNS_FAIL"), False),
        (MUST_BLOCK, Reply(0, problem="refused"), False),
        (MUST_OPEN, Reply(200), True),
        (MUST_OPEN, Reply(503, "ERR_DNS_FAIL"), True),  # let through, though nobody answers behind it
        (MUST_OPEN, Reply(403, "ERR_TUTELA_CLOSED"), False),
        (MUST_OPEN, Reply(407, "ERR_CACHE_ACCESS_DENIED"), False),
        (MUST_OPEN, Reply(0, problem="refused"), False),
    ],
)
def test_what_counts_as_a_right_answer(canary: Canary, reply: Reply, right: bool) -> None:
    (result,) = run([canary], lambda _: reply)
    assert result.right is right
    assert canary.name in result.words


def test_asking_through_a_proxy_tells_our_page_from_any_other() -> None:
    class Proxy(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            assert self.headers["Proxy-Authorization"].startswith("Basic ")
            self.send_response(403)
            if "bets" in self.path:
                self.send_header("X-Squid-Error", "ERR_TUTELA_BLOCKED 0")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            """Quiet."""

    with http.server.HTTPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        ask = through_proxy(("127.0.0.1", server.server_port), ("name", "word"))
        assert ask("http://bets.test/") == Reply(403, "ERR_TUTELA_BLOCKED")
        assert ask("http://other.test/") == Reply(403)
        server.shutdown()


def test_a_proxy_that_is_away_is_a_reply_and_not_an_error() -> None:
    reply = through_proxy(("127.0.0.1", 1))("http://bets.test/")
    assert (reply.status, bool(reply.problem)) == (0, True)
