"""What every test of the web shares: both databases, its own folders, a quick hasher, signed-in browsers."""

# Django has to stand before anything of ours that it knows is imported; the folders are those of tests/conftest.py
# ruff: noqa: E402
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tutela.settings import Settings, load
from tutela.web import project

project.start(load())

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as USER_OF_RECORDS,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from django.middleware import csrf
from django.test import Client

from tutela.keys import KeyFolder
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.establishments.models import Person

# a token made of any letters now and then spells a short name that a page must not show: without vowels none does
csrf.CSRF_ALLOWED_CHARS = "BCDFGHJKLMNPQRSTVWXZ"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of the web may use both databases; each gets them empty."""
    for item in items:
        is_of_the_web = "/tests/web/" in item.path.as_posix() or "/tests/permissions/" in item.path.as_posix()
        if is_of_the_web and item.get_closest_marker("django_db") is None:
            item.add_marker(pytest.mark.django_db(databases=["default", "transient"]))


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One key folder for all tests of this process: nothing in a test depends on which keys they are."""
    folder = tmp_path_factory.mktemp("keys")
    folder.chmod(0o700)
    KeyFolder(folder).ensure()
    return folder


@pytest.fixture(autouse=True)
def tutela(tmp_path: Path, key_folder: Path, settings: object) -> Settings:
    """The settings of this test, with a data folder of its own."""
    settings.TUTELA = load(data=tmp_path / "data", keys=key_folder, environment={})
    settings.TUTELA.make_folders()
    settings.SECRET_KEY = "a key that signs nothing but the sessions of a test"
    # no test here asks for a static file, and each browser would look for all of them anew
    settings.WHITENOISE_USE_FINDERS = False
    settings.PASSWORD_HASHERS = ["tests.web.hasher.QuickArgon2id"]
    return settings.TUTELA


@pytest.fixture
def as_system() -> Iterator[SystemActor]:
    """The test acts as the software itself, so that it may look at any row."""
    with acting_as(SystemActor("test")) as actor:
        yield actor


@pytest.fixture
def sign_in() -> Callable[..., Client]:
    """`sign_in(dana())` is a browser in which Dana is signed in, her second factor proved a moment ago."""

    def signed_in(person: Person, *, second_factor: bool = True) -> Client:
        client = Client()
        client.force_login(person.user)
        if second_factor and not is_mfa_enabled(person.user):
            TOTP.activate(person.user, generate_totp_secret())
        session = client.session
        methods = ["password", *(["mfa"] if second_factor else [])]
        session[RECORDS] = [{"method": method, "at": time.time()} for method in methods]
        session[USER_OF_RECORDS] = str(person.user.pk)
        session.save()
        return client

    return signed_in
