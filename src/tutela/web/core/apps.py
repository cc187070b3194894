"""The core, as Django installs it."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "tutela.web.core"
    label = "core"

    def ready(self) -> None:
        """Register the system checks that refuse to start."""
        from tutela.web.core import checks  # noqa: F401
