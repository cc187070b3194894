"""docs/configuration.md: every setting with its default and its meaning, taken from `tutela.settings`.

python -m tests.configuration    write the page; tests/test_documents.py says when it is not what the settings say
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "configuration.md"
SETTINGS = ROOT / "src" / "tutela" / "settings.py"
KINDS = {
    "str": "text",
    "int": "number",
    "Path": "folder",
    "Path | None": "file or folder",
    "tuple[str, ...]": "list; in the environment with commas between",
}
HEAD = """\
# Configuration

Written by `python -m tests.configuration` from the settings themselves; nothing here is typed by hand.

Nothing has to be set. What is set stands, the later one winning, in `tutela.toml` in the data folder (or the file that
`TUTELA_CONFIG` names), in the environment, or on the command line:

```toml
web_port = 8443
proxy_networks = ["10.20.0.0/16"]
```

`web_port` in the file is `TUTELA_WEB_PORT` in the environment. A secret need not stand in either: `TUTELA_MAIL_FILE`
names a file that holds the value of `mail`, and so on for each setting. A setting that is not known, or whose value
cannot be used, refuses to start and says which, where it stands and what is accepted. `./tutela check` says whether all
is right before anything is started.

| setting | default | kind | what it is |
|---|---|---|---|
"""


def page() -> str:
    """The page as the settings want it, in their order."""
    return HEAD + "".join(f"| `{name}` | {default} | {kind} | {words} |\n" for name, default, kind, words in settings())


def settings() -> Iterator[tuple[str, str, str, str]]:
    """(name, default, kind, meaning) of every setting; the meaning is the text that stands below it."""
    module = ast.parse(SETTINGS.read_text("utf-8"))
    found = next(node for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Settings")
    for field, text in zip(found.body, found.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr):
            assert field.value is not None
            words = str(ast.literal_eval(text.value))
            yield ast.unparse(field.target), _default(field.value), KINDS[ast.unparse(field.annotation)], words


def _default(value: ast.expr) -> str:
    if isinstance(value, ast.Call):
        value = value.args[0]
    given = ast.literal_eval(value)
    shown = ", ".join(given) if isinstance(given, tuple) else given
    return f"`{shown}`" if shown not in ("", None) else "–"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
