"""What people write with a report about the filter is sealed: it can be more than an address."""

from tutela.web.core import sealing


def words_key(establishment_id: int) -> bytes:
    """The establishment's own key for it: no case stands behind such a report."""
    return sealing.establishment_subkey(establishment_id, "filter-change")
