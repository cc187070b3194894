"""The reports as an app of Django."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "tutela.web.reports"
    label = "reports"
