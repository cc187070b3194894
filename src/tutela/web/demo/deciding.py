"""What the filter decides on requests of the demo: the real engine, with each establishment's own policy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings

from tutela.events.event import Event
from tutela.events.webaddress import split_address
from tutela.filtering import lists
from tutela.filtering.address import parse
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import policy_from
from tutela.web.demo.chance import chance_of
from tutela.web.demo.traffic import Asked
from tutela.web.filters.policies import build_policy


class Gate:
    """Decides as the gateway does: who somebody is, is looked up in the policy's own identities."""

    def __init__(self, made: Filter, policy: dict[str, Any], site_id: int) -> None:
        self.made, self.policy, self.site_id = made, policy, site_id
        self.people = policy["identities"]["credentials"]
        self.devices = {one["name"]: one for one in policy["identities"]["devices"]}

    def events(self, asked: Iterable[Asked], *, source_id: str, seq: int) -> list[Event]:
        """What was asked for as the recorder stores it, numbered from `seq` on; nothing of what leaves no trace."""
        found = []
        for one in asked:
            event = self._decide(one, source_id, seq + len(found))
            if event is not None:
                found.append(event)
        return found

    def _decide(self, asked: Asked, source_id: str, seq: int) -> Event | None:
        person = self.people.get(asked.login) or {}
        device = self.devices.get(asked.device) or {}
        user = person.get("person") or device.get("person") or ""
        request = Request(
            parse(asked.url),
            asked.time,
            person.get("group") or device.get("group") or "",
            user,
            asked.device,
            asked.method,
        )
        decision = self.made.decide(request)
        if not decision.record:
            return None
        address = split_address(asked.url, asked.method)
        size = chance_of(asked.time, asked.url)
        is_blocked = decision.outcome == "block"
        return Event(
            time=asked.time,
            site_id=self.site_id,
            source_id=source_id,
            seq=seq,
            user=user,
            user_basis="credential" if person else "device" if device else "unknown",
            device=asked.device,
            src_ip=asked.src_ip,
            method=asked.method,
            url=address.url,
            host=address.host,
            path=address.path,
            action=decision.outcome,
            categories=decision.categories,
            rule=decision.rule,
            reason=decision.reason,
            status=403 if is_blocked else 200,
            bytes_in=2_400 if is_blocked else size.randrange(3_000, 400_000),
            bytes_out=size.randrange(400, 6_000),
            user_agent=asked.agent,
            search_terms=address.search_terms,
            policy_version=self.policy["version"],
            group=decision.group,
        )


@contextmanager
def open_gate(establishment: Any, at: datetime) -> Iterator[Gate]:
    """The filter of an establishment as it is chosen at a moment, over the lists as they are."""
    file = settings.TUTELA.lists / lists.INDEX
    index = open_index(file if file.exists() else lists.compile_lists(settings.TUTELA.lists))
    try:
        policy = build_policy(establishment, at)
        yield Gate(Filter(policy_from(policy), index), policy, establishment.pk)
    finally:
        index.close()
