"""Which addresses prove that an establishment is filtered, and the round in which the gateway asks for them."""

from datetime import datetime
from pathlib import Path

from tutela.filtering.address import parse
from tutela.filtering.defaults import STARTER_CANARY, starter_lists
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import Policy
from tutela.gateway.names import CANARY_HOST
from tutela.probe.canary import Canary


def canaries_for(policy: Policy, index_file: Path, at: datetime) -> list[Canary]:
    """One address that must open, one that must not for anybody, and one for each category that is blocked now.

    Asked for as an unknown device, so the strictest group is meant. What must be blocked is worked out here, from the
    snapshot as it was published, so that the helper is compared with something other than itself.
    """
    index = open_index(index_file)
    made = Filter(policy, index)
    found = [
        Canary("must open", f"http://{CANARY_HOST}/", "allow"),
        Canary("must be blocked", f"http://{STARTER_CANARY}/", "block"),
    ]
    for category, hosts in sorted(starter_lists().items()):
        for host in hosts:
            if host == STARTER_CANARY:
                continue
            decision = made.decide(Request(parse(host), at))
            if decision.outcome == "block" and decision.stage in ("locked", "category"):
                found.append(Canary(category, f"http://{host}/", "block"))
                break
    return found
