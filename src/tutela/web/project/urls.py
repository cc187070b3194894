"""All addresses, in the order of the navigation. An app's addresses are there once the app is."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from tutela.web.core.routing import PUBLIC, route
from tutela.web.project import views

PUBLIC_VIEWS = (
    "health",
    "help:help",
    "help:monitored",
    "help:accessibility",
    "account_login",
    "mfa_authenticate",
    "account_inactive",
    "account_logout",
    "use-sign-in-link",
)
"""The names of every address that anybody may open without signing in; a test holds it to this."""

APPS = ("home", "monitoring", "concerns", "filters", "reports", "help", "establishments", "accounts")

handler500 = "tutela.web.project.views.fault"

urlpatterns: list[URLPattern | URLResolver] = [
    route("health/", views.health, name="health", needs=PUBLIC),
    *(
        path("", include(import_module(f"tutela.web.{app}.urls")))
        for app in APPS
        if find_spec(f"tutela.web.{app}") and find_spec(f"tutela.web.{app}.urls")
    ),
]
