"""The only reads of accounts, by noun."""

from tutela.web.accounts.queries.browsers import list_browsers
from tutela.web.accounts.queries.factors import SecondFactors, get_factors
from tutela.web.accounts.queries.hygiene import (
    Account,
    count_flags,
    count_leavers,
    count_readers,
    describe_accounts,
    find_accounts,
    get_account,
)
from tutela.web.accounts.queries.lost_factors import (
    get_own_request,
    get_request,
    get_whom_to_help,
    holds_code_for,
    list_confirmers,
    list_requests,
    list_whom_to_help,
    may_ask_for,
    may_confirm_for,
    may_see_request,
    teller_of,
)
from tutela.web.accounts.queries.users import get_user, permissions_of_user

__all__ = [
    "Account",
    "SecondFactors",
    "count_flags",
    "count_leavers",
    "count_readers",
    "describe_accounts",
    "find_accounts",
    "get_account",
    "get_factors",
    "get_own_request",
    "get_request",
    "get_user",
    "get_whom_to_help",
    "holds_code_for",
    "list_browsers",
    "list_confirmers",
    "list_requests",
    "list_whom_to_help",
    "may_ask_for",
    "may_confirm_for",
    "may_see_request",
    "permissions_of_user",
    "teller_of",
]
