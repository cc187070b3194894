"""Education, as Django installs it."""

from django.apps import AppConfig


class EducationConfig(AppConfig):
    name = "tutela.web.education"
    label = "education"
