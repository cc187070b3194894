"""What people are called at an establishment."""

from tutela.web.core.terms import Terms, get_terms
from tutela.web.establishments.models import Establishment


def terms_of(establishment: Establishment) -> Terms:
    """The words that follow its nation, sector and phase; `.role(key)` names a role."""
    return get_terms(establishment.nation, establishment.sector, establishment.phase)
