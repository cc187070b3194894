"""A key that only named people open, and two sheets of paper together: the server alone opens nothing."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from nacl.public import PrivateKey

from tests import cast
from tutela.web.core import restricted_keys, sealing
from tutela.web.core.models import CaseKey, KeyGrant, PersonalKey, RecoveryKey, RecoveryPair
from tutela.web.core.restricted_keys import NoRecovery, NotTheseSheets
from tutela.web.core.sealing import CannotOpen, KeyLocked, NoKeyGrant, OwnKey, Place, seal, unseal, with_own_key
from tutela.web.establishments.models import Person

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def own_key(person: Person) -> tuple[PersonalKey, OwnKey]:
    private = PrivateKey.generate()
    row = PersonalKey.objects.create(
        user=person.user, public=bytes(private.public_key), sealed_private=b"-", salt=b"-", made_at=AT
    )
    return row, OwnKey(person.user_id, bytes(private))


def two_sheets() -> tuple[bytes, bytes]:
    place = cast.oakfield().pk
    return tuple(restricted_keys.make_sheet(one.user, place, at=AT)[1] for one in (cast.hana(), cast.chris()))


def a_key() -> tuple[CaseKey, Place, bytes]:
    """A key of a case, and something that was sealed with it before it was restricted to anybody."""
    case_key, key = sealing.make_case_key(cast.SETTING_UP, cast.oakfield().pk, at=AT)
    here = Place(case_key.establishment_id, "concerns_caseentry", case_key.pk, "sealed_text")
    return case_key, here, seal(key, here, "Leo said")


def restrict(case_key: CaseKey, *people: PersonalKey) -> CaseKey:
    restricted_keys.restrict(cast.SETTING_UP, case_key, people, at=AT)
    return CaseKey.objects.get(pk=case_key.pk)


@pytest.mark.requirement("S3.19")
def test_only_those_named_open_it_and_only_while_their_own_key_is_open() -> None:
    two_sheets()
    (dana, danas), (_dev, devs) = own_key(cast.dana()), own_key(cast.dev())
    case_key, here, before = a_key()
    case_key = restrict(case_key, dana)
    with pytest.raises(KeyLocked):
        sealing.open_case_key(case_key)
    with with_own_key(devs), pytest.raises(NoKeyGrant):
        sealing.open_case_key(case_key)
    with with_own_key(OwnKey(danas.user_id, devs.private)), pytest.raises(CannotOpen):
        sealing.open_case_key(case_key)
    with with_own_key(danas):
        assert unseal(sealing.open_case_key(case_key), here, before) == "Leo said"
    with pytest.raises(KeyLocked):
        sealing.open_case_key(case_key)


def test_what_the_establishment_opened_before_opens_nothing_that_is_written_from_then_on() -> None:
    two_sheets()
    dana, danas = own_key(cast.dana())
    case_key, here, before = a_key()
    old_key = sealing.open_case_key(case_key)
    case_key = restrict(case_key, dana)
    with with_own_key(danas):
        written = seal(sealing.open_case_key(case_key), here, "Leo said more")
    assert unseal(old_key, here, before) == "Leo said"
    with pytest.raises(CannotOpen):
        unseal(old_key, here, written)
    assert not KeyGrant.objects.filter(case_key=case_key, establishment_key__isnull=False).exists()


def test_somebody_who_cannot_open_it_writes_into_it_and_cannot_read_that_again() -> None:
    two_sheets()
    dana, danas = own_key(cast.dana())
    case_key, here, _before = a_key()
    case_key = restrict(case_key, dana)
    slot = sealing.open_to_write(case_key)
    posted = seal(slot, here, "I saw them at the gate")
    with pytest.raises(KeyLocked):
        unseal(slot, here, posted)
    with with_own_key(danas):
        key = sealing.open_case_key(case_key)
        assert unseal(key, here, posted) == "I saw them at the gate"
        with pytest.raises(CannotOpen):
            unseal(key, Place(here.establishment_id, here.table, "elsewhere", here.field), posted)
        with pytest.raises(CannotOpen):
            unseal(key, here, posted[:-1] + bytes([posted[-1] ^ 1]))
        assert sealing.open_to_write(case_key) == key


def test_whoever_opened_it_lets_more_in_and_takes_others_out() -> None:
    two_sheets()
    (dana, danas), (hana, hanas) = own_key(cast.dana()), own_key(cast.hana())
    case_key, here, before = a_key()
    case_key = restrict(case_key, dana)
    with pytest.raises(KeyLocked):
        restrict(case_key, dana, hana)
    with with_own_key(danas):
        case_key = restrict(case_key, dana, hana)
    with with_own_key(hanas):
        assert unseal(sealing.open_case_key(case_key), here, before) == "Leo said"
        case_key = restrict(case_key, hana)
    with with_own_key(danas), pytest.raises(NoKeyGrant):
        sealing.open_case_key(case_key)
    assert restricted_keys.list_grantees(case_key) == {cast.hana().user_id}


def test_it_is_the_establishments_again_with_all_that_was_written_meanwhile() -> None:
    two_sheets()
    dana, danas = own_key(cast.dana())
    case_key, here, before = a_key()
    for turn in range(2):
        case_key = restrict(case_key, dana)
        posted = seal(sealing.open_to_write(case_key), here, f"posted {turn}")
        with with_own_key(danas):
            written = seal(sealing.open_case_key(case_key), here, f"written {turn}")
            restricted_keys.release(cast.SETTING_UP, case_key, at=AT)
        case_key = CaseKey.objects.get(pk=case_key.pk)
        key = sealing.open_case_key(case_key)
        assert [unseal(key, here, one) for one in (before, posted, written)] == [
            "Leo said", f"posted {turn}", f"written {turn}",
        ]  # fmt: skip
    assert sealing.rotate_establishment_key(cast.SETTING_UP, cast.oakfield().pk, at=AT) == 1
    assert unseal(sealing.open_case_key(CaseKey.objects.get(pk=case_key.pk)), here, before) == "Leo said"


def test_nothing_is_restricted_to_people_without_two_sheets_on_paper() -> None:
    dana, _danas = own_key(cast.dana())
    case_key, _here, _before = a_key()
    restricted_keys.make_sheet(cast.hana().user, cast.oakfield().pk, at=AT)
    with pytest.raises(NoRecovery):
        restrict(case_key, dana)
    restricted_keys.make_sheet(cast.hana().user, cast.oakfield().pk, at=AT)
    with pytest.raises(NoRecovery):
        restrict(case_key, dana)
    assert CaseKey.objects.get(pk=case_key.pk).kind == CaseKey.Kind.STANDARD


def test_two_sheets_open_it_to_somebody_and_one_or_a_strangers_does_not() -> None:
    sheets = two_sheets()
    (dana, _danas), (dev, devs) = own_key(cast.dana()), own_key(cast.dev())
    case_key, here, before = a_key()
    case_key = restrict(case_key, dana)
    for wrong in ((sheets[0], sheets[0]), (sheets[0], bytes(PrivateKey.generate()))):
        with pytest.raises(NotTheseSheets):
            restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, wrong, dev, at=AT)
    restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, (sheets[1], sheets[0]), dev, at=AT)
    with with_own_key(devs):
        assert unseal(sealing.open_case_key(case_key), here, before) == "Leo said"


def test_new_sheets_open_it_as_soon_as_somebody_has_read_it_and_until_then_the_old_ones_do() -> None:
    old = two_sheets()
    (dana, danas), (dev, _devs) = own_key(cast.dana()), own_key(cast.dev())
    case_key, _here, _before = a_key()
    case_key = restrict(case_key, dana)
    new = two_sheets()
    assert RecoveryKey.objects.filter(ended_at=None).count() == 1
    with pytest.raises(NotTheseSheets):
        restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, new, dev, at=AT)
    with with_own_key(danas):
        restricted_keys.keep_recoverable(cast.SETTING_UP, case_key, at=AT)
    with pytest.raises(NotTheseSheets):
        restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, old, dev, at=AT)
    restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, new, dev, at=AT)


def test_any_two_of_three_sheets_open_it() -> None:
    place = cast.oakfield().pk
    sheets = [restricted_keys.make_sheet(one.user, place, at=AT)[1] for one in (cast.hana(), cast.chris(), cast.dev())]
    dana, _danas = own_key(cast.dana())
    case_key, _here, _before = a_key()
    case_key = restrict(case_key, dana)
    for pair in ((0, 1), (2, 1), (0, 2)):
        two = (sheets[pair[0]], sheets[pair[1]])
        restricted_keys.open_with_sheets(cast.SETTING_UP, case_key, two, dana, at=AT)


def test_no_key_of_it_and_no_half_of_what_opens_it_stands_bare_in_the_database() -> None:
    sheets = two_sheets()
    dana, danas = own_key(cast.dana())
    case_key, _here, _before = a_key()
    old_key = sealing.open_case_key(case_key)
    case_key = restrict(case_key, dana)
    with with_own_key(danas):
        key = sealing.open_case_key(case_key)
    kept = b"".join(
        bytes(value or b"")
        for model in (CaseKey, KeyGrant, RecoveryKey, RecoveryPair)
        for row in model.objects.all()
        for value in (getattr(row, name, b"") for name in ("public", "earlier", "wrapped", "sealed"))
    )
    assert bytes(sealing.letterbox_of(key)) in kept
    for secret in (bytes(key), bytes(old_key), *sheets, danas.private):
        assert secret not in kept


def test_a_grant_that_was_put_to_another_case_does_not_open_it() -> None:
    two_sheets()
    dana, danas = own_key(cast.dana())
    first, second = (restrict(a_key()[0], dana) for _ in range(2))
    stolen = KeyGrant.objects.get(case_key=first, grantee__isnull=False).wrapped
    KeyGrant.objects.filter(case_key=second, grantee__isnull=False).update(wrapped=bytes(stolen))
    with with_own_key(danas), pytest.raises(CannotOpen):
        sealing.open_case_key(second)


def test_what_was_destroyed_is_written_into_by_nobody() -> None:
    two_sheets()
    dana, danas = own_key(cast.dana())
    case_key = restrict(a_key()[0], dana)
    sealing.destroy_case_key(case_key, at=AT)
    case_key = CaseKey.objects.get(pk=case_key.pk)
    assert isinstance(case_key.pk, UUID)
    with with_own_key(danas), pytest.raises(NoKeyGrant):
        sealing.open_case_key(case_key)
    with pytest.raises(NoKeyGrant):
        sealing.open_to_write(case_key)


def test_what_goes_with_a_restricted_key_is_restricted_too_though_the_sheets_are_gone() -> None:
    sheets = two_sheets()
    (dana, danas), (hana, _hanas) = own_key(cast.dana()), own_key(cast.hana())
    case_key = restrict(a_key()[0], dana)
    place = cast.oakfield().pk
    restricted_keys.end_sheets(place, [one.pk for one in restricted_keys.list_sheets(place)], at=AT)
    assert restricted_keys.find_recovery(place) is None
    joins, _here, _before = a_key()
    with pytest.raises(NoRecovery):
        restrict(joins, dana)
    restricted_keys.restrict(cast.SETTING_UP, joins, [dana], at=AT, beside=case_key)
    with with_own_key(danas):
        restrict(case_key, dana, hana)  # somebody more is let in, and the sheets of then still open it
    for one in (case_key, joins):
        restricted_keys.open_with_sheets(cast.SETTING_UP, CaseKey.objects.get(pk=one.pk), sheets, dana, at=AT)
