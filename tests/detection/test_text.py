"""One search has many spellings; each is read as the one that was meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutela.detection import text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("I Want To DIE", " i want to die "),
        ("i can’t go on", " i cant go on "),
        ("  naïve,   café! ", " naive cafe "),
        ("ｆｕｌｌ ｗｉｄｔｈ", " full width "),
        ("𝓀𝒾𝓁𝓁 myself", " kill myself "),
        ("k\u200bi\u200bll my\u00adself", " kill myself "),
        ("і wаnt tо dіе", " i want to die "),
        ("scunthorpe_united", " scunthorpe united "),
        ("", " "),
        ("?!", " "),
    ],
)
def test_a_plain_reading_keeps_the_words_and_nothing_else(typed: str, read: str) -> None:
    assert text.plain(typed) == read


@pytest.mark.parametrize(
    "typed",
    ["suicide", "SUICIDE", "su1c1de", "$uicide", "su!cide", "s.u.i.c.i.d.e", "s u i c i d e", "suiiiicide", "suic ide"],
)
def test_a_disguise_has_the_letters_of_the_word(typed: str) -> None:
    assert text.disguised(typed).letters == text.letters("suicide")


def test_a_number_stays_a_number_but_for_the_two_of_want_2() -> None:
    assert text.letters("1066") == "106"  # a doubled figure counts once, like a letter
    assert text.letters("want 2 die") == text.letters("want to die")


def test_two_words_that_share_a_letter_keep_it_each() -> None:
    assert text.letters("sister is self harming") != text.letters("sister i self harming")
    assert text.letters("k i l l") == text.letters("kill")


@pytest.mark.parametrize("typed", ["sucide", "suicde", "suiicide", "siucide", "suiclde", "suizide"])
def test_one_slip_in_a_known_word_is_mended(typed: str) -> None:
    assert text.disguised(typed, text.mender(text.slips(["suicide"]))).letters == "suicide"


@pytest.mark.parametrize("typed", ["decide", "insecticide", "sides", "myth"])
def test_another_word_is_not_a_slip(typed: str) -> None:
    known = text.mender(text.slips(["suicide", "myself"]))
    assert text.disguised(typed, known).letters == text.letters(typed)


@given(st.text(max_size=80))
def test_any_text_at_all_can_be_read(typed: str) -> None:
    words = text.plain(typed)
    assert words == " " or (words[0] == words[-1] == " " and "  " not in words)
    skeleton = text.disguised(typed, text.mender(text.slips(["suicide"])))
    assert all(0 <= place < len(skeleton.letters) for place in [*skeleton.starts, *skeleton.ends])
