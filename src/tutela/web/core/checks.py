"""What makes Django refuse to start: an unguarded address, an unscoped model, a bad table of roles."""

from typing import Any

from django.core.checks import Error, register

from tutela.web.core import permissions
from tutela.web.core.routing import check_routes
from tutela.web.core.rows import check_rows

__all__ = ["check_roles", "check_routes", "check_rows"]


@register()
def check_roles(app_configs: Any, **kwargs: Any) -> list[Error]:
    """Refuse to start with a table of roles that cannot be read, or a permission that nobody can ever hold."""
    try:
        roles = permissions.parse_roles(permissions.read_roles_file())
    except permissions.BadRoles as error:
        return [Error(str(error), id="tutela.E003")]
    held = frozenset().union(*(role.may for role in roles.values()))
    return [
        Error(f"No role in roles.yaml may {permission}", id="tutela.E004")
        for permission in permissions.Permission
        if permission not in held
    ]
