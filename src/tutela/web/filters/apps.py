"""Filters, as Django installs them."""

from django.apps import AppConfig


class FiltersConfig(AppConfig):
    name = "tutela.web.filters"
    label = "filters"
