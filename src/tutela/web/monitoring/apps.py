"""Monitoring, as Django installs it."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "tutela.web.monitoring"
    label = "monitoring"
