"""Names and numbers that the helper, the pages and Squid's configuration must agree on. Standard library only."""

OWN_HOST = "tutela.internal"
"""The gateway's own pages, by a name that only its proxy knows."""
CANARY_HOST = "canary.tutela.internal"
"""What must always open: the canary that proves that the filter lets through what it should."""
CANARY_USER = "tutela-canary"
"""The network name under which the gateway asks itself; its password is made anew at each start."""


def wrong_address(port: int, slug: str) -> str:
    """Where "This seems wrong" leads, as devices behind the proxy write it."""
    return f"http://{OWN_HOST}:{port}/{slug}/wrong"
