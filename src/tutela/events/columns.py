"""Events, matches and other rows as columns, the form in which the store takes them fast."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import msgspec

if TYPE_CHECKING:
    import pyarrow as pa

_WORDS: Final = frozenset(
    [
        "source_id",
        "user",
        "user_basis",
        "device",
        "src_ip",
        "method",
        "host",
        "action",
        "rule",
        "reason",
        "user_agent",
        "group",
        "origin",
    ]
)
_NUMBERS: Final = {
    "site_id": "uint16",
    "seq": "uint64",
    "class_uid": "uint16",
    "status": "uint16",
    "bytes_in": "uint64",
    "bytes_out": "uint64",
    "policy_version": "uint32",
    "rule_version": "uint32",
    "severity": "uint8",
    "position": "uint64",
    "after": "uint64",
    "missing": "uint64",
}
_TIMES: Final = frozenset({"time", "found_at"})


def from_structs(rows: Sequence[msgspec.Struct]) -> "pa.Table":
    """Return rows of one kind as columns; there must be at least one."""
    names = rows[0].__struct_fields__
    return from_lists({name: [getattr(row, name) for row in rows] for name in names})


def from_lists(columns: dict[str, Any]) -> "pa.Table":
    """Return named columns with the types that the store's tables have. What is an Arrow array already stays."""
    import pyarrow as pa

    return pa.table({name: _array(name, values) for name, values in columns.items()})


def pack(table: "pa.Table") -> bytes:
    """Write columns as an Arrow stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def _array(name: str, values: Any) -> Any:
    import pyarrow as pa

    if isinstance(values, pa.Array | pa.ChunkedArray):
        return values
    if name in _TIMES:
        return pa.array(values, pa.timestamp("ms", "UTC"))
    if name in _NUMBERS:
        return pa.array(values, getattr(pa, _NUMBERS[name])())
    if name == "alerts":
        return pa.array(values, pa.bool_())
    if name == "categories":
        return pa.array(values, pa.list_(pa.string()))
    array = pa.array(values, pa.string())
    return array.dictionary_encode() if name in _WORDS else array
