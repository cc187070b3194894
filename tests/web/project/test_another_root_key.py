"""Another root key under what people began: all of it opens at each moment, and then with the new key alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import decrypt
from django.conf import settings as project
from django.test import Client

from tests import cast
from tests.keys import own_keys
from tests.web.accounts.test_lost_factors import (
    DAY,
    NOON,
    SignIn,
    ask,
    code_from,
    confirm,
    sign_in_with_password,
    with_factor,
)
from tests.web.exhibits.scenes import an_exhibit
from tests.web.filters.test_changes import tom_asks_for
from tutela.keys import NEXT_ROOT, KeyFolder, KeyFolderError
from tutela.web.accounts.operations import unsent
from tutela.web.allegations import operations as allegations
from tutela.web.allegations import queries as allegation_queries
from tutela.web.concerns import operations as concerns
from tutela.web.concerns import queries as concern_queries
from tutela.web.core import root_key, sealing
from tutela.web.core.actor import SystemActor, acting_as
from tutela.web.core.models import EstablishmentKey
from tutela.web.exhibits import shares
from tutela.web.exhibits.operations.scanning import open_for_scanner
from tutela.web.filters import queries as filter_queries
from tutela.web.project import sealed_by_root
from tutela.web.worries import receipts

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOT_SEALED_ANEW = {
    "lost-factor", "exhibit-shares", "exhibit-quarantine", "unfinished-worry", "unsent-page", "worry-receipts",
    "blind-index",
}  # fmt: skip
"""What runs out, or is looked up by its hash, or an older back-up needs: see docs/adr/0291."""


@pytest.fixture
def folder(settings: object, tmp_path: Path, tutela: object) -> KeyFolder:
    """Keys of this test alone."""
    return own_keys(settings, tmp_path)


def switch(folder: KeyFolder) -> bytes:
    """The first half of the change, as the command does it; the root key that went."""
    old, new = folder.secret("root"), folder.secret(NEXT_ROOT)
    places = EstablishmentKey.objects.values_list("establishment_id", flat=True)
    kept = root_key.seal_kept(folder.path, old, new, root_key.list_purposes(places))
    folder.put(root_key.file_of_kept(folder.path, new).name, kept)
    folder.switch_root()
    return old


def test_what_people_began_is_there_while_the_key_changes_and_after(folder: KeyFolder) -> None:
    at = datetime.now(UTC)
    tom, dana = cast.acting(cast.tom(), at=at), cast.dana()
    concern = concerns.start_draft(actor=tom, answers={"what_happened": "A plover."}, at=at)
    adult = allegations.start_draft(actor=tom, at=at, reported_as="unsure")
    allegations.keep_answers(actor=tom, at=at, pk=adult.pk, answers={"what": "A heron."})
    change = tom_asks_for("bets.example", words="A kingfisher")
    waiting = an_exhibit(project.TUTELA, b"A wren.", "text", clean=False)
    totp = TOTP.activate(dana.user, SECRET)
    RecoveryCodes.activate(dana.user)
    codes = RecoveryCodes(Authenticator.objects.get(user=dana.user, type="recovery_codes")).get_unused_codes()
    actor = SystemActor("test")
    unsent.keep_unsent(actor=actor, user_id=dana.user.pk, half="h", page="/x/", body="A kite.", at=at)
    words = ("one", "two", "three", "four", "five", "six")
    receipt = receipts.hash_words(words, concern.establishment_id)

    def all_is_there() -> None:
        with acting_as(actor):
            adult.refresh_from_db()
            concern.refresh_from_db()
            change.refresh_from_db()
            waiting.refresh_from_db()
        assert concern_queries.read_answers(concern) == {"what_happened": "A plover."}
        assert allegation_queries.read_answers(adult) == {"what": "A heron."}
        assert filter_queries.read_words(cast.acting(dana), change) == "A kingfisher"
        assert b"".join(open_for_scanner(waiting)) == b"A wren."
        assert decrypt(Authenticator.objects.get(pk=totp.instance.pk).data["secret"]) == SECRET
        kept = RecoveryCodes(Authenticator.objects.get(user=dana.user, type="recovery_codes"))
        assert kept.get_unused_codes() == codes
        assert unsent.find_unsent(dana.user.pk, "h", "/x/", at) == "A kite."
        assert receipts.hash_words(words, concern.establishment_id) == receipt

    all_is_there()
    for _ in range(2):
        old = switch(folder)
        all_is_there()
        said: list[str] = []
        with acting_as(actor):
            assert sealed_by_root.seal_anew(said.append) >= 6
            assert sealed_by_root.seal_anew(said.append) == 0, "done twice, it changes nothing"
            alone = sealed_by_root.prove(lambda purpose: bytes(sealing.installation_subkey(purpose)))
            theirs = sealed_by_root.prove(lambda purpose, old=old: root_key.derive(old, purpose))
        assert alone.opened >= 6
        assert alone.closed == ()
        assert theirs.opened == 0
        with acting_as(actor):
            assert sealed_by_root.prove(sealing.installation_subkey, staying=True).closed == ()
        all_is_there()


def test_a_code_that_dana_was_told_lets_her_in_after_the_root_key_changed(folder: KeyFolder, sign_in: SignIn) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        dana = with_factor(cast.dana())
        cast.dev()
        request = ask(sign_in(cast.hana()), dana)
        assert confirm(sign_in(cast.dev()), request) == 302
        clock.shift(DAY + timedelta(minutes=1))
        code = code_from(sign_in(cast.dev()), request)
        switch(folder)
        browser = Client()
        assert sign_in_with_password(browser, dana)["Location"] == "/sign-in/code/"
        assert browser.post("/sign-in/code/", {"code": code})["Location"] == "/"


def test_every_purpose_of_the_root_key_is_sealed_anew_or_said_not_to_be(folder: KeyFolder) -> None:
    anew = {purpose.partition("/")[0] for _, _, purpose in sealed_by_root.FIELDS}
    anew |= {"establishment-key", "second-factor"}
    assert anew | NOT_SEALED_ANEW == root_key.ONCE | root_key.EACH
    assert not anew & NOT_SEALED_ANEW
    for unknown in ("kites", "drafts", "drafts/x", "unsent-page/1"):
        with pytest.raises(ValueError, match="is no purpose of the root key"):
            sealing.installation_subkey(unknown)


def test_the_halves_of_exhibits_beside_an_older_back_up_open_under_either_root(
    folder: KeyFolder, tmp_path: Path
) -> None:
    first = root_key.derive(folder.secret("root"), shares.PURPOSE)
    switch(folder)
    assert sealing.installation_subkey(shares.PURPOSE).first == first
    assert shares._key() == first


def test_what_is_kept_of_an_older_root_is_named_when_it_is_damaged(folder: KeyFolder) -> None:
    switch(folder)
    file = root_key.file_of_kept(folder.path, folder.secret("root"))
    folder.put(file.name, file.read_bytes()[:-1] + b"x")
    with pytest.raises(KeyFolderError, match=r"is damaged\. Restore it"):
        sealing.installation_subkey("second-factor")
