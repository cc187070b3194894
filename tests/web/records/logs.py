"""Logs of a provider's filter, as Ivy has them."""

from tests.events.importers.test_hell import SQUID
from tests.events.importers.test_name_servers import DNSMASQ

YESTERDAY = "".join(SQUID.replace("1795334707", str(1795334707 + n)) for n in range(5))
WITH_BAD_LINES = YESTERDAY + "half a li\n" + "leo was here\n"
__all__ = ["DNSMASQ", "WITH_BAD_LINES", "YESTERDAY"]
