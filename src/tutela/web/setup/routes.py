"""What follows from an answer without being asked: where to report to, and how long records are proposed to be kept."""

from tutela.events import retention
from tutela.filtering import defaults
from tutela.filtering.help import Place, places


def list_routes(nation: str) -> list[Place]:
    """Where adults report to in a nation."""
    sites = {site.host: site for site in defaults.always_open()}
    return [one for one in places(sites, nation=nation) if one.use == "report" and "parents" in one.audiences]


def list_retention() -> list[tuple[str, int]]:
    """What is kept, and for how many days it is proposed to be, in every nation, sector and phase alike.

    Nothing is dropped until a named person confirms it.
    """
    return [(str(kind.name), kind.days) for kind in retention.proposed()]
