"""What is known of where and by what means a concern happened."""

import json
from dataclasses import dataclass

from tutela.web.concerns.models import Circumstances, Concern
from tutela.web.concerns.shipped.lists import get_circumstances
from tutela.web.core import sealing
from tutela.web.core.actor import AnyActor
from tutela.web.establishments.queries import terms_of


@dataclass(frozen=True, slots=True)
class CircumstancesRead:
    """Ids of the library as they were noted last, and the same in words: one line for each question."""

    settings: tuple[str, ...]
    networks: tuple[str, ...]
    devices: tuple[str, ...]
    company: str
    characteristics: tuple[str, ...]
    lines: tuple[str, ...]


def open_circumstances(actor: AnyActor, concern: Concern, key: bytes) -> CircumstancesRead | None:
    """The last row, for a concern that is being read; None when nobody noted any."""
    row = Circumstances.in_scope(actor).filter(concern=concern).order_by("entry__number").last()
    if row is None:
        return None
    library = get_circumstances()
    place = terms_of(concern.establishment).place
    characteristics = tuple(json.loads(sealing.unseal_field(row, "sealed_characteristics", key)))
    named = [
        [library.settings.get(one, one) for one in row.settings],
        [library.networks.get(one, one) for one in row.networks],
        [library.devices.get(one, one) for one in row.devices],
        [library.company.get(row.company, row.company)] if row.company != "unknown" else [],
        [library.characteristics.get(one, one) for one in characteristics],
    ]
    return CircumstancesRead(
        settings=tuple(row.settings),
        networks=tuple(row.networks),
        devices=tuple(row.devices),
        company=row.company,
        characteristics=characteristics,
        lines=tuple(", ".join(labels).format(place=place) for labels in named if labels),
    )
