"""What people write with a report about the filter is sealed: it can be more than an address."""

from tutela.web.core import sealing


def words_key(establishment_id: int) -> bytes:
    """The key for it, which outlives a rotation of the establishment's: no case stands behind such a report."""
    return sealing.installation_subkey(f"filter-change/{establishment_id}")
