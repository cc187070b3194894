"""The home page as an app of Django."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "tutela.web.home"
    label = "home"
