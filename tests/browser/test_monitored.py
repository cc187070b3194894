"""What is monitored, as Leo and parents read it: where a gateway opens search pages, and where a provider filters."""

from playwright.sync_api import Page

from tests import cast
from tests.browser import look
from tests.web.help.test_help import publish
from tutela.web.establishments.models import Establishment


def test_leo_reads_on_his_telephone_what_the_gateway_opens_or_who_filters_instead(phone: Page, address: str) -> None:
    cast.name_contact()
    cast.sign_off_monitoring()
    publish(cast.oakfield())
    phone.goto(f"{address}/help/monitored/?for=11-16")
    phone.get_by_role("heading", name="Search engines that may be opened").wait_for()
    look.assert_sound(phone, "monitored-opens")
    publish(cast.oakfield(), opened_hosts=[])
    phone.reload()
    phone.get_by_text("stay closed to us, search pages too").wait_for()
    look.assert_sound(phone, "monitored-opens-none")
    Establishment.objects.update(filtering_by="provider", provider_name="Northern Grid")
    phone.goto(f"{address}/help/monitored/?for=parents")
    phone.get_by_text("Northern Grid filters this network for the school").wait_for()
    look.assert_sound(phone, "monitored-provider")
