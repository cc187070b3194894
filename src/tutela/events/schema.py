"""The tables' text for one machine or for a cluster."""

import re
from importlib.resources import files
from typing import Final

SYNCED: Final = "fsync_after_insert = 1, fsync_part_directory = 1"
"""Makes a stored record survive a power cut, and not only the end of the process."""
DEDUPLICATION: Final = "non_replicated_deduplication_window = 10000"


def create_statements(
    *, engine: str = "MergeTree", on_cluster: str = "", settings: str = SYNCED, table: str = ""
) -> list[str]:
    """Return the statements that make what is missing; `table` chooses one of them.

    On a cluster: `engine="ReplicatedMergeTree"`, `on_cluster="ON CLUSTER name"`.
    """
    text = (files("tutela.events") / "schema.sql").read_text("utf-8")
    window = DEDUPLICATION if engine == "MergeTree" else "replicated_deduplication_window = 10000"
    chosen = ", ".join(part for part in (window, settings) if part)
    text = text.replace("{{engine}}", engine).replace("{{on_cluster}}", on_cluster).replace("{{settings}}", chosen)
    text = re.sub(r"^--.*$", "", text, flags=re.MULTILINE)
    statements = [part.strip() for part in text.split(";") if part.strip()]
    return [each for each in statements if not table or f"EXISTS {table} " in each]
