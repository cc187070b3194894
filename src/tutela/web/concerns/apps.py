"""Concerns and cases, as Django installs them."""

from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "tutela.web.concerns"
    label = "concerns"
