"""The words that somebody typed into a search page, from the address it made."""

from functools import cache
from urllib.parse import unquote_plus

from tutela.filtering.address import Address, BadAddress, parse
from tutela.filtering.defaults import SearchSite, search_sites

LONGEST = 500
"""Characters of a search that are kept; a longer one is cut, since what matters is said by then."""


def search_terms(address: Address | str) -> str:
    """What was searched for, with single spaces between words; "" if the address is no search that we know."""
    if isinstance(address, str):
        try:
            address = parse(address)
        except BadAddress:
            return ""
    site = _site(address.host)
    if site is None or not address.query or not _is_search_page(address.path, site):
        return ""
    for parameter in site.parameters:
        if words := _parameter(address.query, parameter):
            return words
    return ""


def _site(host: str) -> SearchSite | None:
    known = _by_host(search_sites())
    while host:
        if host in known:
            return known[host]
        host = host.partition(".")[2]
    return None


@cache
def _by_host(sites: tuple[SearchSite, ...]) -> dict[str, SearchSite]:
    return {host: site for site in sites for host in site.hosts}


def _is_search_page(path: str, site: SearchSite) -> bool:
    return not site.paths or (path.rstrip("/") or "/").lower() in site.paths


def _parameter(query: str, wanted: str) -> str:
    """The value of the first parameter of that name that is not empty. However many stand before it: none is missed."""
    for part in query.split("&"):
        name, _, value = part.partition("=")
        if value and unquote_plus(name).lower() == wanted:
            # Cut twice: before decoding for the sake of time, afterwards to the length that is kept.
            words = " ".join(unquote_plus(value[: LONGEST * 12]).split())[:LONGEST]
            if words:
                return words
    return ""
