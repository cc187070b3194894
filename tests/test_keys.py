"""The key folder: made once, private, the same for every process that asks."""

import threading
from pathlib import Path

import pytest

from tutela.keys import KeyFolder, KeyFolderError


def test_a_new_installation_gets_its_own_keys_that_only_the_owner_may_read(tmp_path: Path) -> None:
    KeyFolder(tmp_path / "a").ensure()
    KeyFolder(tmp_path / "b").ensure()
    assert KeyFolder(tmp_path / "a").secret("root") != KeyFolder(tmp_path / "b").secret("root")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "a").iterdir()} == {0o400}


def test_processes_that_need_a_new_key_at_once_end_up_with_the_same_one(tmp_path: Path) -> None:
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(KeyFolder(tmp_path).secret("page"))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 12
    assert len(set(found)) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["page.secret"]


def test_what_is_signed_here_verifies_with_the_public_half_alone(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)
    signature = folder.signing_key().sign(b"policy")
    (tmp_path / "signing.key").unlink()
    folder.verify_key().verify(signature, b"policy")


def test_a_folder_that_others_may_read_is_refused_with_the_command_that_mends_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    with pytest.raises(KeyFolderError, match=f"chmod 700 {tmp_path}"):
        KeyFolder(tmp_path).ensure()


def test_a_damaged_key_is_named_and_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / "root.secret").write_bytes(b"short")
    with pytest.raises(KeyFolderError, match=r"root\.secret is damaged: 5 bytes where 32 belong"):
        KeyFolder(tmp_path).secret("root")


def test_a_lost_signing_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    KeyFolder(tmp_path).signing_key()
    (tmp_path / "signing.key").unlink()
    with pytest.raises(KeyFolderError, match=r"signing\.key is missing, but signing\.pub is there"):
        KeyFolder(tmp_path).signing_key()
    assert not (tmp_path / "signing.key").exists()


def test_a_replaced_secret_leaves_the_one_before_readable_and_a_second_time_forgets_it(tmp_path: Path) -> None:
    folder = KeyFolder(tmp_path)
    first = folder.secret("session")
    assert folder.before("session") == []
    second = folder.replace("session")
    assert second == KeyFolder(tmp_path).secret("session") != first
    assert folder.before("session") == [first]
    third = folder.replace("session")
    assert folder.before("session") == [second]
    assert folder.replace("session", forget_old=True) != third
    assert folder.before("session") == []
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o400}
    with pytest.raises(ValueError, match="would not open any more"):
        folder.replace("root")
