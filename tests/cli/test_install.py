"""Who may not install Debian packages is told so under the name they work by."""

import multiprocessing
import os
import pwd
import shutil

import pytest

from tutela.cli import install

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="gives root up to become an ordinary user"),
    pytest.mark.skipif(shutil.which("apt-get") is None, reason="needs Debian"),
]


@pytest.mark.parametrize(
    ("user", "called"), [(pwd.getpwnam("nobody").pw_uid, "nobody"), (987654, "user 987654")], ids=["named", "a number"]
)
def test_the_line_names_the_user_and_not_their_home(user: int, called: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/")
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    mine, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_install_as, args=(user, theirs))
    process.start()
    assert mine.recv() == f"{called} may not install Debian packages"
    process.join()


def _install_as(user: int, answer: "multiprocessing.connection.Connection[str, str]") -> None:
    os.setgroups([])
    os.setuid(user)
    try:
        install.install_debian_packages([])
    except install.CannotInstall as error:
        answer.send(str(error))
