"""What decides at the edge needs a bare Python and nothing of ours but itself."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import tutela
from tests.filtering.made import LISTS, make_policy
from tutela.filtering.compile import compile_index

# What the gateway copies for Squid's helper.
EDGE = ("__init__", "address", "engine", "explain", "index", "ruleset", "timetable")
PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from datetime import datetime, timezone
from tutela.filtering.address import parse
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import open_index
from tutela.filtering.ruleset import read_policy
made = Filter(read_policy(Path(sys.argv[3]).read_text()), open_index(sys.argv[2]))
at = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
print(made.decide(Request(parse("https://www.bet.example/"), at, "learners-11-16")).rule)
foreign = {name.partition(".")[0] for name in sys.modules} - set(sys.stdlib_module_names) - {"__main__", "tutela"}
foreign = {name for name in foreign if not name.startswith("_sysconfigdata")}  # how this Python was built
print(sorted(foreign), sorted(name for name in sys.modules if name.startswith("tutela.")))
"""


@pytest.mark.requirement("S0.14")
def test_a_bare_python_decides_with_the_copied_files_alone(tmp_path: Path) -> None:
    system = next(
        (path for path in ("/usr/bin/python3", "/usr/local/bin/python3") if Path(path).exists()), sys.executable
    )
    source = Path(tutela.__file__).parent / "filtering"
    target = tmp_path / "edge" / "tutela" / "filtering"
    target.mkdir(parents=True)
    (target.parent / "__init__.py").touch()
    for name in EDGE:
        shutil.copy(source / f"{name}.py", target)
    index, policy = tmp_path / "index.tbl", tmp_path / "policy.json"
    index.write_bytes(compile_index(LISTS))
    policy.write_text(json.dumps(make_policy()))
    command = [system, "-ISu", "-W", "error", "-c", PROGRAM, tmp_path / "edge", index, policy]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    rule, modules = done.stdout.splitlines()
    assert rule == "category:gambling"
    assert modules.startswith("[] ")
    assert "library" not in modules
