"""Tables of signing in. Login tables: they hold no row about a matter, so their managers are plain ones."""

from tutela.web.accounts.models.browsers import SignedInBrowser
from tutela.web.accounts.models.lost_factors import LostFactor
from tutela.web.accounts.models.unsent import UnsentPage
from tutela.web.accounts.models.users import SignInLink, User, UserManager

__all__ = ["LostFactor", "SignInLink", "SignedInBrowser", "UnsentPage", "User", "UserManager"]
