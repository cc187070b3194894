"""Accounts, as Django installs them."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tutela.web.accounts"
    label = "accounts"
