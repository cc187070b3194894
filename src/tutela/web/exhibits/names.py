"""Names of files as people may safely read them: what would mislead is shown for what it is."""

import unicodedata

LONGEST = 150
UNNAMED = "(no name)"


def clean_name(name: str) -> str:
    """A name without folders, and with every letter visible: what turns writing round or hides is written as U+….

    At most 150 letters; the beginning and the ending of a longer one.
    """
    bare = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter if _is_plain(letter) else f"[U+{ord(letter):04X}]" for letter in bare).strip(" .")
    if len(shown) > LONGEST:
        shown = f"{shown[: LONGEST - 30]}…{shown[-25:]}"
    return shown or UNNAMED


def mixes_writings(name: str) -> bool:
    """Whether letters of two writings stand in one word, as in a name that imitates another."""
    for word in name.replace(".", " ").replace("-", " ").replace("_", " ").split():
        writings = {unicodedata.name(letter, "").partition(" ")[0] for letter in word if letter.isalpha()}
        if len(writings & {"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}) > 1:
            return True
    return False


def _is_plain(letter: str) -> bool:
    return letter == " " or unicodedata.category(letter)[0] not in "CZ"
