"""Retention, as Django installs it."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    name = "tutela.web.retention"
    label = "retention"
