"""The demo as an app of Django: it has no pages and no tables, only people to make."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "tutela.web.demo"
    label = "demo"
