"""The style sheets come from npm, and come without the brand."""

import json
import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test.utils import override_settings

from tutela.web.core import assets

LOOSE = (
    "@font-face{font-family:GDS Transport;src:url(/assets/fonts/light.woff2)}"
    ".a{font-family:GDS Transport,arial,sans-serif}.b{background:url(/assets/images/govuk-crest.svg) no-repeat}"
    ".c{background:url(/assets/images/icon-document.svg)}/*# sourceMappingURL=x.map */"
)


def test_the_typeface_and_the_crest_are_left_behind() -> None:
    assert assets.unbrand(LOOSE) == ".a{font-family:var(--tutela-font)}.c{background:url(images/icon-document.svg)}\n"


def test_a_package_that_brings_something_new_is_refused_until_somebody_looks() -> None:
    with pytest.raises(assets.AssetsError, match="/assets/other/new"):
        assets.unbrand(".a{background:url(/assets/other/new.png)}")


def test_the_lock_records_no_address() -> None:
    lock = (assets.ROOT / "package-lock.json").read_text("utf-8")
    assert "http" not in lock
    assert all("integrity" in entry for name, entry in json.loads(lock)["packages"].items() if name)


def test_a_machine_without_npm_is_told_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(assets.AssetsError, match="apt-get install npm"):
        assets.build(tmp_path / "vendor", ["no-such-npm"], work=tmp_path / "work")


def test_an_npm_that_fails_is_quoted(tmp_path: Path) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho 'npm error ENOTFOUND the registry' >&2\nexit 1\n")
    npm.chmod(0o755)
    with pytest.raises(assets.AssetsError, match="ENOTFOUND"):
        assets.build(tmp_path / "vendor", [str(npm)], work=tmp_path / "work")
    assert not (tmp_path / "vendor").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(assets.AssetsError, match="could not be written"):
        assets.build(tmp_path / "vendor", work=tmp_path / "work")


@pytest.mark.skipif(not assets.AXE.exists(), reason="the front-end packages are not installed here")
def test_the_second_time_nothing_is_done_and_nothing_branded_is_there(tmp_path: Path) -> None:
    """The installed packages stand in for npm, so that no test needs the network."""
    npm, work, target = tmp_path / "npm", tmp_path / "work", tmp_path / "vendor"
    npm.write_text(f"#!/bin/sh\ncp -r '{assets.WORK}/node_modules' . && echo once >> '{tmp_path}/runs'\n")
    npm.chmod(0o755)
    assert assets.build(target, [str(npm)], work=work)
    assert not assets.build(target, [str(npm)], work=work)
    assert (tmp_path / "runs").read_text() == "once\n"
    everything = " ".join(path.name for path in target.rglob("*"))
    assert not [word for word in assets.NOT_OURS if word in everything]
    assert "Licence: MIT" in (target / "licences.txt").read_text()
    shutil.rmtree(target)
    assert assets.build(target, [str(npm)], work=work)


@pytest.mark.skipif(not assets.VENDOR.exists(), reason="the front-end packages are not installed here")
def test_files_can_be_named_by_their_contents_and_still_find_each_other(tmp_path: Path) -> None:
    storages = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    named = json.loads((tmp_path / "staticfiles.json").read_text("utf-8"))["paths"]
    style = (tmp_path / named["vendor/moj-frontend.min.css"]).read_text("utf-8")
    assert named["vendor/images/icon-document.svg"].removeprefix("vendor/") in style
