"""What may be done, and which role may do it: permissions are listed here, roles in library/roles.yaml."""

from enum import StrEnum
from functools import cache
from importlib.resources import files

import msgspec


class Permission(StrEnum):
    """One thing that a person may do: on what, then what. Whoever lacks it gets the same 404 as for no such page."""

    HOME_READ = "home:read"
    CONCERN_REPORT = "concern:report"
    CONCERN_READ = "concern:read"
    CONCERN_WRITE = "concern:write"
    CASE_CLOSE = "case:close"
    CASE_BREAK_GLASS = "case:break-glass"
    RECOVERY_HOLD = "recovery:hold"
    ALLEGATION_REPORT = "allegation:report"
    ALLEGATION_READ = "allegation:read"
    ALERT_READ = "alert:read"
    ALERT_TRIAGE = "alert:triage"
    EVENT_TRACE = "event:trace"
    FILTER_HEALTH = "filter:health"
    FILTER_READ = "filter:read"
    FILTER_CHANGE_REQUEST = "filter-change:request"
    FILTER_CHANGE_APPROVE = "filter-change:approve"
    REPORT_READ = "report:read"
    RETENTION_CHOOSE = "retention:choose"
    PERSON_CHOOSE = "person:choose"
    PERSON_READ = "person:read"
    ACCOUNT_MANAGE = "account:manage"
    ESTABLISHMENT_MANAGE = "establishment:manage"
    CONTACT_NAME = "contact:name"
    MONITORING_SIGN_OFF = "monitoring:sign-off"
    ROLE_GRANT = "role:grant"
    ROLE_DECIDE = "role:decide"
    AUDIT_READ = "audit:read"
    REVIEW_READ = "review:read"
    REVIEW_WRITE = "review:write"
    REVIEW_COMMENT = "review:comment"
    INVITED_ANSWER = "invited:answer"
    ACTION_WRITE = "action:write"
    POLICY_WRITE = "policy:write"
    POLICY_APPROVE = "policy:approve"
    POLICY_OFFER = "policy:offer"
    DUTY_ASSIGN = "duty:assign"
    CONSENT_READ = "consent:read"
    CONSENT_WRITE = "consent:write"


READS_CONCERNS = frozenset(
    {
        Permission.CONCERN_READ,
        Permission.CASE_BREAK_GLASS,
        Permission.ALLEGATION_READ,
        Permission.ALERT_READ,
        Permission.ALERT_TRIAGE,
        Permission.EVENT_TRACE,
    }
)
"""Whoever holds one of these reads what was written about a person: second factor compulsory, session short."""


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role as roles.yaml tells it."""

    key: str
    name: str
    may: frozenset[Permission]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    roles: tuple[Role, ...]


class BadRoles(ValueError):
    """roles.yaml cannot be used: an unknown field or permission, or a role that stands in it twice."""


def parse_roles(text: str | bytes) -> dict[str, Role]:
    """Read a table of roles, by key. Raises `BadRoles`."""
    try:
        read = msgspec.yaml.decode(text, type=_File)
    except msgspec.MsgspecError as error:
        raise BadRoles(f"roles.yaml: {error}") from error
    roles = {role.key: role for role in read.roles}
    if len(roles) != len(read.roles):
        raise BadRoles("roles.yaml: a role stands in it twice")
    return roles


def read_roles_file() -> bytes:
    """The table of roles as it is shipped."""
    return files("tutela").joinpath("library", "roles.yaml").read_bytes()


@cache
def get_roles() -> dict[str, Role]:
    """All roles by key. Raises `BadRoles`; a system check has seen to it that this happens before the first page."""
    return parse_roles(read_roles_file())


def permissions_of(roles: frozenset[str]) -> frozenset[Permission]:
    """All that these roles may do together; a role that the table no longer knows may do nothing."""
    table = get_roles()
    return frozenset().union(*(table[role].may for role in roles if role in table))
