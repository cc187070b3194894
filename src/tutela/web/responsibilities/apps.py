"""Responsibilities, as Django installs them."""

from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "tutela.web.responsibilities"
    label = "responsibilities"
