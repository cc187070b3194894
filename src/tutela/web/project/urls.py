"""All addresses, in the order of the navigation."""

from django.urls import URLPattern, URLResolver, include, path

from tutela.web.core.routing import PUBLIC, route
from tutela.web.project import views

PUBLIC_VIEWS = (
    "health",
    "help:help",
    "help:block",
    "help:monitored",
    "help:accessibility",
    "engagement:was-this-clear",
    "worries:start",
    "worries:place",
    "worries:leave",
    "worries:words",
    "worries:try-words",
    "worries:come-back",
    "worries:mine",
    "worries:say-who",
    "worries:close",
    "worries:begin",
    "worries:check",
    "worries:sent",
    "worries:question",
    "account_login",
    "mfa_authenticate",
    "account_inactive",
    "account_logout",
    "use-sign-in-link",
)
"""The names of every address that anybody may open without signing in; a test holds it to this."""

handler500 = "tutela.web.project.views.fault"

APPS = (
    "home",
    "monitoring",
    "worries",
    "concerns",
    "allegations",
    "referrals",
    "exhibits",
    "transfers",
    "retention",
    "filters",
    "records",
    "reports",
    "actions",
    "reviews",
    "responsibilities",
    "policies",
    "evidence",
    "registers",
    "engagement",
    "education",
    "consents",
    "help",
    "setup",
    "establishments",
    "accounts",
    "backups",
)

urlpatterns: list[URLPattern | URLResolver] = [
    route("health/", views.health, name="health", needs=PUBLIC),
    *(path("", include(f"tutela.web.{app}.urls")) for app in APPS),
]
