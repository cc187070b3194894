"""Everything that must be there before the processes start. Each step says what it did and how long it took."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tutela.cli import install
from tutela.cli.application import collect_static, migrate, open_application
from tutela.keys import KeyFolder
from tutela.settings import Settings

Say = Callable[[str], None]


@contextmanager
def step(say: Say, what: str) -> Iterator[list[str]]:
    """Time a step; lines put on the yielded list are added to what is said about it."""
    started = time.monotonic()
    notes: list[str] = []
    yield notes
    say(f"{what}: {', '.join(notes) or 'ready'} ({time.monotonic() - started:.1f} s)")


def prepare(settings: Settings, say: Say, *, needs: Sequence[str]) -> list[str]:
    """Make everything ready, with the Debian packages for `needs` ("run", "paper") where this user may install them.

    Returns those of "run" that are asked for and still missing: the gateway cannot do without.
    Raises `BadSetting`, `KeyFolderError` or `CannotInstall`.
    """
    with step(say, "Folders and keys") as notes:
        settings.make_folders()
        KeyFolder(settings.keys).ensure()
        notes.append(f"records in {settings.data}, keys in {settings.keys}")
    missing = prepare_engines(say, needs)
    with step(say, "Front-end packages") as notes:
        if prepare_front_end():
            notes.append("fetched and built")
    with step(say, "Records") as notes:
        open_application(settings)
        if collect_static():
            notes.append("style sheets and scripts put in place")
        if migrate():
            notes.append("brought to this version's form")
    return missing


def prepare_engines(say: Say, needs: Sequence[str]) -> list[str]:
    """Install the Debian packages for these needs, where this user may.

    Returns what the proxy still lacks; without the packages for paper, reports are printed by the browser.
    """
    missing = [name for need in needs for name in install.missing_debian_packages(need)]
    if missing and install.may_install_debian_packages():
        with step(say, "Debian packages") as notes:
            try:
                install.install_debian_packages(missing)
                notes.append(f"installed {' '.join(missing)}")
            except install.CannotInstall as error:
                notes.append(str(error))
    return install.missing_debian_packages("run") if "run" in needs else []


def prepare_front_end(*, check: bool = False) -> bool:
    """Fetch and build the front-end packages where they are not those of package-lock.json. Returns whether it did.

    With `check` the accessibility checker of the browser tests comes too. Raises `CannotInstall`.
    """
    from tutela.web.core import assets

    try:
        return assets.build(npm=install.node_command(), check=check)
    except assets.AssetsError as error:
        raise install.CannotInstall(str(error)) from error
