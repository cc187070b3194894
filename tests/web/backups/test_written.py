"""Keys on paper: typed in again by Hana, who types as people do."""

import os

import pytest

from tutela.web.backups import written
from tutela.web.backups.recipients import BadRecipient, make_pair, parse_all
from tutela.web.backups.written import HALF, PRIVATE, Mistyped

KEY = bytes(range(32))


def test_what_hana_types_from_the_sheet_is_the_key_whatever_stands_around_it() -> None:
    lines = written.write(KEY, HALF)
    assert len(lines) == 7
    typed = "RECOVERY SHEET of Hana Hart\n" + "\n".join(f"   {line}  " for line in lines) + "\nEach line: its number"
    assert written.read(typed, HALF) == KEY
    assert written.read("\n".join(reversed(lines)), HALF) == KEY
    assert written.read(written.write_in_one(KEY, HALF), HALF) == KEY


def test_every_single_mistyped_character_is_found_and_its_line_named() -> None:
    lines = written.write(KEY, HALF)
    for number, line in enumerate(lines, start=1):
        for place in range(3, len(line)):
            if line[place] == " ":
                continue
            other = "3" if line[place] != "3" else "4"
            wrong = [*lines]
            wrong[number - 1] = line[:place] + other + line[place + 1 :]
            with pytest.raises(Mistyped, match=f"Line {number}"):
                written.read("\n".join(wrong), HALF)


def test_lines_that_were_swapped_left_out_or_belong_to_another_key_are_found() -> None:
    lines = written.write(KEY, HALF)
    swapped = [lines[0][:3] + lines[1][3:], lines[1][:3] + lines[0][3:], *lines[2:]]
    with pytest.raises(Mistyped, match="Line 1 was mistyped, or stands in another's place"):
        written.read("\n".join(swapped), HALF)
    with pytest.raises(Mistyped, match="Missing: 4"):
        written.read("\n".join(lines[:3] + lines[4:]), HALF)
    mixed = [*lines[:6], written.write(os.urandom(32), HALF)[6]]
    with pytest.raises(Mistyped, match="belong to something else"):
        written.read("\n".join(mixed), HALF)
    with pytest.raises(Mistyped, match="belong to something else"):
        written.read("\n".join(written.write(KEY, PRIVATE)), HALF)


def test_a_recipient_in_the_settings_that_was_mistyped_is_named() -> None:
    hana, _ = make_pair("Hana Hart")
    ivy, _ = make_pair("Ivy Iqbal")
    assert parse_all([hana.line, ivy.line, hana.line]) == (hana, ivy)
    with pytest.raises(BadRecipient, match="The key of Ivy Iqbal in backup_recipients cannot be read"):
        parse_all([hana.line, ivy.line[:-1]])
    with pytest.raises(BadRecipient, match="does not begin with a name and a colon"):
        parse_all(["3mdq3rz6jju6wbvgoqxb3a4migrp32r3dflbbeo4kysushcxxzk7rw3w"])
