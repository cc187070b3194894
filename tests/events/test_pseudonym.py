from hypothesis import given
from hypothesis import strategies as st

from tutela.events.pseudonym import LENGTH, pseudonym


@given(st.binary(min_size=32, max_size=32), st.text(max_size=40))
def test_a_pseudonym_has_one_form(key: bytes, login: str) -> None:
    name = pseudonym(key, "oakfield", login)
    assert len(name) == LENGTH
    assert name[0] == "p"
    assert set(name[1:]) <= set("abcdefghijklmnopqrstuvwxyz234567")


def test_leo_is_the_same_however_his_login_is_written() -> None:
    assert pseudonym(b"k" * 32, "oakfield", "Leo") == pseudonym(b"k" * 32, "oakfield", "LEO")


def test_leo_is_somebody_else_at_another_school_and_under_another_key() -> None:
    names = {
        pseudonym(b"k" * 32, "oakfield", "leo"),
        pseudonym(b"k" * 32, "elm-park", "leo"),
        pseudonym(b"j" * 32, "oakfield", "leo"),
    }
    assert len(names) == 3
