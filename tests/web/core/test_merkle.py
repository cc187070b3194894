"""The hash tree is that of RFC 6962: an independent library comes to the same roots."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from tutela.web.core import merkle


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_the_root_is_the_one_another_implementation_finds(contents: list[bytes]) -> None:
    theirs = InmemoryTree(algorithm="sha256")
    for content in contents:
        theirs.append_entry(content)
    ours = merkle.root_of_leaves(merkle.hash_leaf(content) for content in contents)
    assert ours == (theirs.get_root() if contents else sha256(b"").digest())


def test_the_roots_are_those_that_the_rfc_tests_publish() -> None:
    contents = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    leaves = [merkle.hash_leaf(bytes.fromhex(content)) for content in contents]
    assert merkle.root_of_leaves(leaves[:1]).hex().startswith("6e340b9cffb37a98")
    assert merkle.root_of_leaves(leaves).hex().startswith("5dc9da79a70659a9")


@given(st.integers(1, 200))
def test_a_frontier_that_grows_leaf_by_leaf_comes_to_the_same_root(size: int) -> None:
    leaves = [merkle.hash_leaf(bytes([number])) for number in range(size)]
    frontier: list[bytes] = []
    for number, leaf in enumerate(leaves):
        frontier = merkle.extend(merkle.unpack(merkle.pack(frontier)), number, leaf)
    assert merkle.root_of(frontier) == merkle.root_of_leaves(leaves)
    assert len(frontier) == size.bit_count()


@given(st.integers(1, 60), st.data())
def test_a_proof_leads_from_a_leaf_to_the_root_and_from_no_other_leaf(size: int, draw: st.DataObject) -> None:
    leaves = [merkle.hash_leaf(bytes([number])) for number in range(size)]
    index = draw.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(leaves, index)
    root = merkle.root_of_leaves(leaves)
    assert merkle.root_from_proof(leaves[index], index, size, proof) == root
    assert merkle.root_from_proof(merkle.hash_leaf(b"forged"), index, size, proof) != root


@given(st.integers(1, 130), st.data())
def test_many_proofs_made_in_one_pass_are_those_made_one_by_one(size: int, draw: st.DataObject) -> None:
    leaves = [merkle.hash_leaf(bytes([number])) for number in range(size)]
    chosen = draw.draw(st.sets(st.integers(0, size - 1), max_size=5))
    assert merkle.inclusion_proofs(leaves, chosen) == {one: merkle.inclusion_proof(leaves, one) for one in chosen}


def test_a_proof_of_the_wrong_length_is_refused() -> None:
    leaves = [merkle.hash_leaf(bytes([number])) for number in range(5)]
    proof = merkle.inclusion_proof(leaves, 2)
    with pytest.raises(ValueError, match="too short"):
        merkle.root_from_proof(leaves[2], 2, 5, proof[:-1])
    with pytest.raises(ValueError, match="too long"):
        merkle.root_from_proof(leaves[2], 2, 5, [*proof, proof[0]])
