"""The sealed files of Leo's case are proved one by one, as a drill does it, and what is wrong is named."""

from tests import cast
from tests.web.exhibits.scenes import a_picture, an_exhibit
from tutela.settings import Settings
from tutela.web.exhibits import operations, shares, vault
from tutela.web.exhibits.proving import prove_files


def test_a_flipped_byte_a_missing_file_and_a_cut_one_are_named_and_the_sound_ones_counted(
    tutela: Settings, as_system: None
) -> None:
    sound = an_exhibit(tutela)
    flipped, gone, locked, cut = (an_exhibit(tutela, a_picture(), "png", case=sound.case) for _ in range(4))
    for one in (locked, cut):
        operations.lock_exhibit(actor=cast.acting(cast.dana()), exhibit_id=one.pk, at=one.received_at)
        shares.withhold(tutela.keys, one.pk)
    assert prove_files(tutela) == prove_files(tutela)
    proved = prove_files(tutela)
    assert (proved.faults, proved.compared, proved.measured) == ((), 3, 2)
    place = vault.place_of(tutela.exhibits, flipped.pk)
    content = place.read_bytes()
    place.write_bytes(content[:40] + bytes([content[40] ^ 1]) + content[41:])
    vault.place_of(tutela.exhibits, gone.pk).unlink()
    place = vault.place_of(tutela.exhibits, cut.pk)
    place.write_bytes(place.read_bytes()[:-1])
    proved = prove_files(tutela)
    assert set(proved.faults) == {
        f"The sealed file of an exhibit is damaged: exhibits/{flipped.pk.hex}.",
        f"The sealed file of an exhibit is missing: exhibits/{gone.pk.hex}.",
        f"The sealed file of an exhibit is damaged: exhibits/{cut.pk.hex}.",
    }
    assert (proved.compared, proved.measured) == (1, 1)
