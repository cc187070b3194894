"""`tutela gateway` on a fresh data folder, and beside a gateway that runs."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.gateway.running import edge, reachable_folder, web  # noqa: F401  fixtures

from tutela.cli.main import main


def tutela(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    """Run the command line as its own process, as Squid or a script would."""
    command = [sys.executable, "-m", "tutela.cli", *arguments]
    environment = {"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False, env=environment)


@pytest.mark.requirement("S0.14")
def test_the_helper_answers_each_line_under_its_number_without_anything_being_set_up(tmp_path: Path) -> None:
    lines = (
        "0 http://www.bet365.com/ 10.0.0.1 - GET\n"
        "7 https://www.bbc.co.uk/news 10.0.0.1 - GET\n"
        "3 www.bet365.com:443 10.0.0.1 - CONNECT\n"
    )
    done = tutela("gateway", "helper", "--data", str(tmp_path / "data"), given=lines)
    assert done.returncode == 0, done.stderr
    first, second, third = done.stdout.splitlines()
    assert first.startswith("0 ERR message=category:gambling tag=1 log=o=block;")
    assert second.startswith("7 OK tag=1 log=o=allow;")
    assert third.startswith("3 ERR ")


def test_the_helper_says_no_to_what_it_cannot_understand(tmp_path: Path) -> None:
    given = (
        "1\n2 \x01\x02\n3 http://[::bad/ 10.0.0.1 - GET\n\n4 http://exa mple.org/ x y z\n5 " + "a" * 70_000 + " - - -\n"
    )
    done = tutela("gateway", "helper", "--data", str(tmp_path / "data"), given=given)
    assert done.returncode == 0, done.stderr
    answers = done.stdout.splitlines()
    assert [answer.split()[0] for answer in answers] == ["1", "2", "3", "4", "5"]
    assert all(answer.split()[1] == "ERR" for answer in answers if answer.split()[0] != "4")


def test_render_writes_what_squid_would_read_and_starts_nothing(tmp_path: Path, capsys) -> None:
    out = tmp_path / "out"
    assert main(["gateway", "render", "--out", str(out), "--data", str(tmp_path / "data")]) == 0
    text = (out / "squid.conf").read_text()
    assert "http_access deny all" in text.splitlines()[-1]
    assert "cache_peer" not in text
    assert ".childline.org.uk" in (out / "unrecorded").read_text()
    assert (out / "errors" / "ERR_TUTELA_BLOCKED").exists()
    assert capsys.readouterr().out.strip().endswith("squid.conf")


def test_status_without_a_gateway_says_so_in_words_and_with_exit_status_1(tmp_path: Path, capsys) -> None:
    assert main(["gateway", "status", "--data", str(tmp_path / "data")]) == 1
    assert "the gateway has not run yet" in capsys.readouterr().out
    assert main(["gateway", "status", "--json", "--data", str(tmp_path / "data")]) == 1
    assert json.loads(capsys.readouterr().out)["serving"] is False


def test_canaries_without_a_gateway_end_with_one_line_and_exit_status_2(tmp_path: Path, capsys) -> None:
    assert main(["gateway", "canary", "--data", str(tmp_path / "data")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.engine
def test_canaries_and_status_of_a_gateway_that_runs(edge, capsys: pytest.CaptureFixture[str]) -> None:  # noqa: F811
    folders = ["--data", str(edge.settings.data), "--keys", str(edge.settings.keys)]
    assert main(["gateway", "canary", "--json", *folders]) == 0
    results = [json.loads(line) for line in io.StringIO(capsys.readouterr().out)]
    assert len(results) > 12
    assert all(result["right"] for result in results)
    assert main(["gateway", "status", *folders]) == 0
    assert "Filtering is on and proved." in capsys.readouterr().out


def test_a_data_folder_that_cannot_be_read_is_one_line_and_not_taken_for_an_empty_one(
    tmp_path: Path, capsys, monkeypatch
) -> None:
    (tmp_path / "data" / "snapshots").mkdir(parents=True)
    monkeypatch.setattr("tutela.cli.gateway.os.access", lambda *_: False)
    for part in (["helper"], ["render", "--out", str(tmp_path / "out")], ["canary"]):
        assert main(["gateway", *part, "--data", str(tmp_path / "data")]) == 2
        said = capsys.readouterr()
        assert said.out == ""
        assert "cannot be read by" in said.err
        assert said.err.count("\n") == 1


def test_what_is_rendered_points_to_where_it_lies(tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["gateway", "render", "--out", str(out), "--data", str(tmp_path / "data")]) == 0
    text = (out / "squid.conf").read_text()
    assert f"error_directory {out}/errors" in text
    assert f"hosts_file {out}/hosts" in text
    assert f"{tmp_path}/data/gateway/conf" not in text


def test_sign_on_where_no_gateway_ever_ran_says_so(tmp_path: Path, capsys) -> None:
    given = ["gateway", "sign-on", "10.2.0.17", "--login", "leo", "--data", str(tmp_path / "data")]
    assert main(given) == 2
    assert "has no gateway that has ever served" in capsys.readouterr().err
