"""The certificate of a destruction is checked years later, whatever became of the key that signed it."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from tests import cast
from tests.keys import change, own_keys
from tests.web.retention.scenes import LATER, a_closed_case, confirm, destroy, put_forward
from tutela.cli.main import main
from tutela.settings import Settings


def test_a_certificate_holds_after_the_key_changed_and_not_where_the_key_was_stolen_before_it(
    tutela: Settings, settings: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = own_keys(settings, tmp_path)
    confirm()
    made = destroy(put_forward(a_closed_case()), by=cast.dev())
    file = tmp_path / "certificate.txt"
    file.write_text(f"{made.text}\n\n{made.signature}\n")
    check = ["keys", "check", str(file), "--data", str(tutela.data), "--keys", str(keys.path)]
    assert main(check) == 0
    with time_machine.travel(LATER + timedelta(days=1), tick=False):
        ring = change(keys)
    assert main(check) == 0
    assert f"with the key {ring.keys[0].mark}" in capsys.readouterr().out
    keys.distrust(ring.keys[0].public, LATER - timedelta(days=1))
    assert main(check) == 1
    assert "not relied on since" in capsys.readouterr().err
    file.write_text(f"{made.text.replace('Dana', 'Nobody')}\n\n{made.signature}\n")
    assert main(check) == 1
    assert "is not signed with any key of this installation" in capsys.readouterr().err
    file.write_text("no certificate")
    assert main(check) == 2
