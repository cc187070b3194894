"""How the apps are put together: settings, addresses, processes."""

import os
from pathlib import Path

from tutela.settings import Settings

given: Settings | None = None
"""The settings that `start` was given; None when Django was started from outside, by the environment alone."""


def start(settings: Settings) -> None:
    """Make Django ready in this process for these settings: keys, folders, apps.

    Twice with the same settings does nothing; with others it raises `RuntimeError`, since Django starts once.
    """
    global given  # noqa: PLW0603  # Django's settings are a module, so what they are made from has to be found by one
    if given is not None and given != settings:
        raise RuntimeError(f"Django already runs for {given.data}")
    if given == settings:
        return

    from tutela.keys import KeyFolder

    settings.make_folders()
    (settings.data / "static").mkdir(exist_ok=True)
    KeyFolder(settings.keys).ensure()
    given = settings
    os.environ["DJANGO_SETTINGS_MODULE"] = "tutela.web.project.settings"

    import django

    django.setup()


def collect_static() -> bool:
    """Put style sheets, scripts and pictures where they may be cached for ever; processes started later use them.

    Returns whether there was anything new to put there.
    """
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    collected = settings.STATIC_ROOT / "staticfiles.json"
    lie = [Path(storage.path(name)) for finder in get_finders() for name, storage in finder.list([])]
    if collected.exists() and collected.stat().st_mtime > max(file.stat().st_mtime for file in lie):
        return False
    settings.STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    return True


def migrate() -> None:
    """Bring both databases to the shape of this version; nothing happens when they have it. Call `start` first."""
    from django.core.management import call_command
    from django.db import connections

    for alias in connections:
        call_command("migrate", database=alias, interactive=False, verbosity=0)
    call_command("createcachetable", database="transient", verbosity=0)
