"""What was answered in the set-up, changed later: by whoever may, with the past in the record, and in force at once."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tutela.web.core.models import AuditEntry, OutboxMessage
from tutela.web.establishments import operations
from tutela.web.establishments.models import Establishment, Trust
from tutela.web.filters.models import Publication

SignIn = Callable[..., Client]
ABOUT, FILTERING, TRUST = "/setting-up/about/", "/setting-up/filtering/", "/setting-up/trust/"


def _here() -> Establishment:
    return Establishment.objects.get(slug="oakfield")


@pytest.mark.requirement("S0.26")
@pytest.mark.requirement("S0.27")
def test_ivy_corrects_what_the_school_is_and_every_page_speaks_otherwise(sign_in: SignIn) -> None:
    cast.name_contact()
    ivy = sign_in(cast.ivy())
    page = ivy.get(ABOUT).content.decode()
    assert 'value="Oakfield Academy"' in page
    assert "designated safeguarding lead" in ivy.get("/").content.decode()
    given = {"name": "Ysgol Oakfield", "nation": "wales", "sector": "school", "phase": "primary"}
    assert "Saved" in ivy.post(ABOUT, given, follow=True).content.decode()
    here = _here()
    assert (here.name, here.nation, here.phase) == ("Ysgol Oakfield", "wales", "primary")
    home = ivy.get("/").content.decode()
    assert "Ysgol Oakfield" in home
    assert "designated safeguarding person" in home
    entry = AuditEntry.objects.get(action="establishment.describe")
    assert entry.actor == f"user:{cast.ivy().user_id}"


def test_a_school_without_a_name_is_refused(sign_in: SignIn) -> None:
    given = {"name": " ", "nation": "wales", "sector": "school", "phase": "primary"}
    assert "Enter the name" in sign_in(cast.ivy()).post(ABOUT, given).content.decode()
    assert _here().nation == "england"


def test_the_providers_contract_ends_and_tutela_filters_by_hanas_word(sign_in: SignIn) -> None:
    hana, ivy, here = cast.hana(), sign_in(cast.ivy()), cast.oakfield()
    provider = {"filtering_by": "provider", "provider_name": "The council", "preset": "small"}
    page = ivy.post(FILTERING, provider | {"decided_by": str(hana.pk)}, follow=True).content.decode()
    assert "Start Tutela again" in page
    assert "The council" in ivy.get(ABOUT).content.decode()
    told = OutboxMessage.objects.get(kind="who-filters")
    assert "The council" in sign_in(hana).get(urlsplit(told.body.split()[-1]).path).content.decode(), "she can see it"
    ours = {"filtering_by": "tutela", "provider_name": "", "preset": "full", "decided_by": str(hana.pk)}
    ivy.post(FILTERING, ours)
    assert (_here().filtering_by, _here().provider_name, _here().preset) == ("tutela", "", "full")
    assert Publication._base_manager.get(establishment=here).wanted
    assert OutboxMessage.objects.filter(kind="who-filters", recipient=hana.email).count() == 2
    assert AuditEntry.objects.filter(action="establishment.who-filters").count() == 2


def test_who_filters_is_nobodys_decision_without_a_name(sign_in: SignIn) -> None:
    cast.hana()
    said = {"filtering_by": "provider", "provider_name": "", "preset": "small"}
    page = sign_in(cast.ivy()).post(FILTERING, said).content.decode()
    assert "Select who decided this" in page
    assert "Enter the name of the provider" in page
    assert _here().filtering_by == "tutela"


def test_hana_leaves_the_trust_and_joins_another_and_ivy_may_not(sign_in: SignIn) -> None:
    here, hana = cast.oakfield(), sign_in(cast.hana())
    assert "Hillside Learning Trust" in hana.get("/contacts/").content.decode()
    assert sign_in(cast.ivy()).get(TRUST).status_code == 404
    hana.post(TRUST, {"belongs": "no", "trust": ""})
    assert _here().trust is None
    assert AuditEntry.objects.filter(action="establishment.leave-trust").count() == 1
    hana.post(TRUST, {"belongs": "yes", "trust": "hillside  learning TRUST"})
    assert _here().trust == here.trust, "found by its name"
    hana.post(TRUST, {"belongs": "yes", "trust": "Valley Trust"})
    assert _here().trust == Trust.objects.get(name="Valley Trust")
    assert "Enter the name of the trust" in hana.post(TRUST, {"belongs": "yes", "trust": ""}).content.decode()


def test_what_the_check_page_promises_holds(sign_in: SignIn) -> None:
    """Each page of the set-up has one where its answers are changed later."""
    operations.publish_cover_hours(actor=cast.SETTING_UP, establishment=cast.oakfield(), hours=[], at=timezone.now())
    ivy, dana = sign_in(cast.ivy()), sign_in(cast.dana())
    for browser, addresses in (
        (ivy, (ABOUT, FILTERING, "/people/", "/filter/if-it-fails/", "/setting-up/monitoring/")),
        (dana, (TRUST, "/contacts/name/", "/contacts/hours/", "/people/roles/")),
    ):
        for address in addresses:
            assert browser.get(address).status_code == 200, address
