"""Proves the audit from its first entry to its last, or says which entry is at fault."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tutela.keyring import Known, NotVerified
from tutela.web.core import audit, merkle
from tutela.web.core.checkpoints import BadCheckpoint, Checkpoint, read
from tutela.web.core.models import AuditCheckpoint, AuditEntry, AuditHead
from tutela.web.core.one_moment import one_moment

MOST_FAULTS = 20
BATCH = 2000


@dataclass
class Verdict:
    """What was checked and what was found. Sound when there are no faults."""

    size: int = 0
    root: bytes = merkle.EMPTY_ROOT
    checkpoints: int = 0
    unrelied: int = 0
    """Checkpoints whose key is distrusted since before they were made; a later one vouches for what they covered."""
    erased: int = 0
    anchored_to: int | None = None
    """Size of the checkpoint from outside that it was compared with; None when none was given."""
    faults: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(words)


def verify(known: Known, anchor: str | None = None) -> Verdict:
    """Go through the whole audit; some 16,000 entries a second. `anchor` is a note kept outside this machine.

    Without one, an end that was cut off together with its checkpoints cannot be seen. Nobody's writing waits for it.
    """
    with one_moment():
        return _verify(known, anchor)


def _verify(known: Known, anchor: str | None) -> Verdict:
    verdict = Verdict()
    expected = _checkpoints(known, verdict)
    outside = _outside(anchor, known, verdict)
    if outside is not None:
        expected.setdefault(outside.size, []).append(outside.root)
    frontier: list[bytes] = []
    erased: set[int] = set()
    explained: set[int] = set()
    for found, entry in enumerate(_entries()):
        if entry.seq != verdict.size + 1:
            verdict.fault(f"Entry {verdict.size + 1} is missing; the next one is {entry.seq}.")
            verdict.size = entry.seq - 1
        _check_entry(entry, verdict, erased, explained)
        frontier = merkle.extend(frontier, found, _bytes(entry.leaf))
        verdict.size = entry.seq
        for root in expected.pop(verdict.size, ()):
            if root != merkle.root_of(frontier):
                verdict.fault(f"The entries up to {verdict.size} are not those of the checkpoint at {verdict.size}.")
    for size in expected:
        if size > 0:
            verdict.fault(f"The audit ends at {verdict.size}, but a checkpoint was signed at {size}.")
    verdict.root, verdict.erased = merkle.root_of(frontier), len(erased)
    for seq in sorted(erased - explained):
        verdict.fault(f"The details of entry {seq} are gone and no entry says who erased them.")
    _check_head(verdict, frontier)
    return verdict


def _entries() -> Iterator[AuditEntry]:
    return AuditEntry.objects.order_by("seq").iterator(chunk_size=BATCH)


def _check_entry(entry: AuditEntry, verdict: Verdict, erased: set[int], explained: set[int]) -> None:
    if _leaf_of(entry) != _bytes(entry.leaf):
        verdict.fault(f"Entry {entry.seq} was changed.")
    if entry.details is None or entry.salt is None:
        erased.add(entry.seq)
    elif audit.commit(_bytes(entry.salt), str(entry.details)) != _bytes(entry.commitment):
        verdict.fault(f"The details of entry {entry.seq} were changed.")
    if entry.action == audit.DETAILS_ERASED:
        explained.add(int(entry.object.rpartition(":")[2]))


def _leaf_of(entry: AuditEntry) -> bytes | None:
    try:
        return merkle.hash_leaf(audit.leaf_content(entry))
    except (AttributeError, TypeError, ValueError):
        return None  # whoever changed it put something there that is not of the column's kind


def _bytes(value: bytes | memoryview | str) -> bytes:
    """SQLite keeps what it is given; a text where bytes belong is a tampering to be named, not a crash."""
    return value.encode() if isinstance(value, str) else bytes(value)


def _checkpoints(known: Known, verdict: Verdict) -> dict[int, list[bytes]]:
    """The roots that were signed, by size. One of a key that did not count then has to be covered by a later one."""
    expected: dict[int, list[bytes]] = {}
    unrelied: dict[int, str] = {}
    relied_to = 0
    for row in AuditCheckpoint.objects.order_by("size"):
        try:
            checkpoint, signer = read(row.note, known)
        except BadCheckpoint as error:
            verdict.fault(f"Checkpoint at {row.size}: {error}")
            continue
        if checkpoint.size != row.size:
            verdict.fault(f"Checkpoint at {row.size}: its note speaks of {checkpoint.size}.")
            continue
        expected[checkpoint.size] = [checkpoint.root]
        try:
            signer.check(row.at)
        except NotVerified as error:
            unrelied[row.size] = str(error)
        else:
            verdict.checkpoints += 1
            relied_to = row.size
    for size, why in unrelied.items():
        if size > relied_to:
            verdict.fault(f"Checkpoint at {size}: it {why}. No later one vouches for what it covered.")
    verdict.unrelied = len(unrelied)
    return expected


def _outside(anchor: str | None, known: Known, verdict: Verdict) -> Checkpoint | None:
    if anchor is None:
        return None
    try:
        checkpoint, signer = read(anchor, known)
        # when it was made only the record can tell, which has the same one
        same = AuditCheckpoint.objects.filter(size=checkpoint.size).first()
        signer.check(same.at if same and same.note.strip() == anchor.strip() else None)
    except BadCheckpoint as error:
        verdict.fault(f"The checkpoint from outside: {error}")
        return None
    except NotVerified as error:
        verdict.fault(f"The checkpoint from outside {error}. Give one that was made before, or with a later key.")
        return None
    verdict.anchored_to = checkpoint.size
    return checkpoint


def _check_head(verdict: Verdict, frontier: list[bytes]) -> None:
    head = AuditHead.objects.first()
    size, packed = (head.size, _bytes(head.frontier)) if head else (0, b"")
    if size != verdict.size or packed != merkle.pack(frontier):
        verdict.fault(f"The audit's head speaks of {size} entries; {verdict.size} were found.")
