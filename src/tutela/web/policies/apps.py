"""Policies and agreements, as Django installs them."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "tutela.web.policies"
    label = "policies"
