"""What no file of the web may do, read from the source itself: ways round the nets, and ways to run what was sent."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WEB = Path(__file__).resolve().parents[3] / "src" / "tutela" / "web"
FILES = sorted(file for file in WEB.rglob("*.py") if "migrations" not in file.parts)

# where rows may be read round the scope: always with a reason beside it
ROUND_THE_SCOPE = (
    "models",
    "operations",
    "queries",
    "actors.py",
    "rows.py",
    "demo",
    "health.py",
    "belonging.py",
    "sealed_by_root.py",
)
SQL = {"core/append_only.py", "core/one_moment.py", "project/views.py"}
NEVER_CALLED = {
    "eval": "runs text",
    "exec": "runs text",
    "pickle.loads": "runs what was sent",
    "pickle.load": "runs what was sent",
    "yaml.load": "makes any object; msgspec reads YAML here",
    "get_object_or_404": "looks at rows nobody may see; use core.rows.get_visible",
    "get_list_or_404": "looks at rows nobody may see",
    "os.system": "runs a shell",
    "mark_safe": "trusts a text",
}
MAY = {"mark_safe": ("core/templatetags", "core/forms", "core/charts.py")}


def name_of(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def faults(file: Path) -> Iterator[str]:
    place = file.relative_to(WEB).as_posix()
    tree = ast.parse(file.read_text("utf-8"))
    for node in ast.walk(tree):
        where = f"{place}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute):
            if node.attr == "_base_manager" and not any(part in place for part in ROUND_THE_SCOPE):
                yield f"{where} reads round the scope"
            if node.attr == "objects" and ("views" in file.parts or file.name in ("views.py", "forms.py")):
                yield f"{where}: a page reads rows only through queries"
            if node.attr in ("raw", "extra") and isinstance(node.value, ast.Attribute) and node.value.attr == "objects":
                yield f"{where} writes SQL"
        if isinstance(node, ast.Call):
            called = name_of(node.func)
            if called.endswith(".cursor") and place not in SQL:
                yield f"{where} writes SQL"
            for name, reason in NEVER_CALLED.items():
                if (called == name or called.endswith(f".{name}")) and not place.startswith(MAY.get(name, ())):
                    yield f"{where} calls {name}, which {reason}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(WEB).as_posix())
def test_no_file_walks_round_a_net(file: Path) -> None:
    assert list(faults(file)) == []


TRUSTING = ("|safe", "autoescape off", ' style="', "onclick=", "onload=", "javascript:")
TEMPLATES = sorted(WEB.rglob("*.html"))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.name)
def test_no_template_trusts_a_text_or_has_a_script_without_the_nonce(file: Path) -> None:
    text = file.read_text("utf-8")
    assert [forbidden for forbidden in TRUSTING if forbidden in text] == []
    assert all("nonce=" in opening.partition(">")[0] for opening in text.split("<script")[1:])
