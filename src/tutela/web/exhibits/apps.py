"""Exhibits, as Django installs them."""

from django.apps import AppConfig


class ExhibitsConfig(AppConfig):
    name = "tutela.web.exhibits"
    label = "exhibits"
