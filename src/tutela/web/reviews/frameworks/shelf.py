"""The frameworks that are shipped, and any framework by its file: whatever form it is in."""

from pathlib import Path

from tutela.library.read import ROOT, BadLibraryFile
from tutela.web.reviews.frameworks import authored, bounded, ciso, dfe
from tutela.web.reviews.frameworks.model import Framework, Mapping

SHELF = ROOT / "frameworks"


def list_shipped() -> list[Framework]:
    """Every framework of the library by id. Raises `tutela.library.read.BadLibraryFile`."""
    return [authored.read_authored(path) for path in sorted(SHELF.glob("*.yaml"))]


def read_any(path: Path) -> tuple[list[Framework], list[Mapping], dict[str, int]]:
    """What a file holds: frameworks, mappings, and how many things of other kinds that we do not use.

    Raises `tutela.web.reviews.frameworks.bounded.BadFramework`.
    """
    raw = bounded.read_file(path)
    if path.suffix.casefold() == ".json":
        return [dfe.read_export(bounded.load_json(raw, str(path)), str(path))], [], {}
    content = bounded.load_yaml(raw, str(path))
    if isinstance(content, dict) and "objects" in content:
        return ciso.read_library(content, str(path))
    try:
        return [authored.read_authored(path)], [], {}
    except BadLibraryFile as error:
        raise bounded.BadFramework(str(error)) from error
