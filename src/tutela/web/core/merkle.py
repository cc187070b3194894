"""The hash tree of RFC 6962: what stands in the audit at a size is named by one root, and a change anywhere shows.

Pure functions over SHA-256 digests. The frontier (one digest for each complete subtree, largest first) is all that
must be kept to add a leaf, in O(log n).
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

EMPTY_ROOT = sha256(b"").digest()
DIGEST_BYTES = 32


def hash_leaf(content: bytes) -> bytes:
    """The digest of a leaf, kept apart from that of a node by its first byte."""
    return sha256(b"\x00" + content).digest()


def hash_nodes(left: bytes, right: bytes) -> bytes:
    """The digest of two subtrees side by side."""
    return sha256(b"\x01" + left + right).digest()


def extend(frontier: Sequence[bytes], size: int, leaf: bytes) -> list[bytes]:
    """The frontier after one more leaf; `size` is the number of leaves before it."""
    grown = [*frontier, leaf]
    while size & 1:
        right = grown.pop()
        grown[-1] = hash_nodes(grown[-1], right)
        size >>= 1
    return grown


def root_of(frontier: Sequence[bytes]) -> bytes:
    """The root that a frontier stands for."""
    if not frontier:
        return EMPTY_ROOT
    root = frontier[-1]
    for left in reversed(frontier[:-1]):
        root = hash_nodes(left, root)
    return root


def root_of_leaves(leaves: Iterable[bytes]) -> bytes:
    """The root over leaf digests, from nothing; the way a verifier goes."""
    frontier: list[bytes] = []
    for size, leaf in enumerate(leaves):
        frontier = extend(frontier, size, leaf)
    return root_of(frontier)


def pack(frontier: Sequence[bytes]) -> bytes:
    """A frontier as one string of bytes, to be kept."""
    return b"".join(frontier)


def unpack(packed: bytes) -> list[bytes]:
    """A frontier as it was packed."""
    return [packed[start : start + DIGEST_BYTES] for start in range(0, len(packed), DIGEST_BYTES)]


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The digests beside the path from leaf `index` (from 0) to the root, lowest first."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of_leaves(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of_leaves(leaves[:split])]


def inclusion_proofs(leaves: Sequence[bytes], indices: Iterable[int]) -> dict[int, list[bytes]]:
    """The proofs of many leaves (from 0), as `inclusion_proof` gives one, in one pass over all of them."""
    found: dict[int, list[bytes]] = {index: [] for index in indices}
    if any(not 0 <= index < len(leaves) for index in found):
        raise IndexError(max(found))
    level, height = list(leaves), 0
    while len(level) > 1:
        for index, proof in found.items():
            beside = (index >> height) ^ 1
            if beside < len(level):
                proof.append(level[beside])
        paired = [hash_nodes(level[at], level[at + 1]) for at in range(0, len(level) - 1, 2)]
        level, height = paired + ([level[-1]] if len(level) & 1 else []), height + 1
    return found


def root_from_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """The root that a proof leads to; compare it with a signed one. Raises `ValueError` on a proof of wrong length."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    if size == 1:
        if proof:
            raise ValueError("the proof is too long")
        return leaf
    if not proof:
        raise ValueError("the proof is too short")
    split = _split(size)
    if index < split:
        return hash_nodes(root_from_proof(leaf, index, split, proof[:-1]), proof[-1])
    return hash_nodes(proof[-1], root_from_proof(leaf, index - split, size - split, proof[:-1]))


def _split(size: int) -> int:
    """The largest power of two below `size`: RFC 6962 fills the left subtree first."""
    return 1 << ((size - 1).bit_length() - 1)
