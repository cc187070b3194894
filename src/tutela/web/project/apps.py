"""The project, as Django installs it."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "tutela.web.project"
    label = "project"
