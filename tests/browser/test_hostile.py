"""What was typed to do harm does none in a real browser: no dialog, no script of theirs, nothing fetched."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from tests import cast
from tests.browser.site import SignIn, as_person
from tests.web.concerns.scenes import a_case, a_concern, named, somebody, version_of
from tests.web.hostile import strings
from tutela.web.concerns import operations
from tutela.web.concerns.models import SafeguardingCase

TRAP = "window.caught = []; window.hostile = (...said) => window.caught.push(said.join())"


@pytest.fixture
def case() -> SafeguardingCase:
    """A case in which every string stands: in its account, in a name, in the place, in entries and in an action."""
    now = timezone.now()
    texts = [strings.kept(strings.marked(line, number)[0]) for number, line in enumerate(strings.SHORT + strings.LONG)]
    concern = a_concern(
        somebody(cast.leo()), named(texts[0], "bystander"), where=texts[1], what_happened="\n".join(texts[:33]), at=now
    )
    case = a_case(concern, at=now)
    dana = cast.acting(cast.dana())
    for text in texts:
        operations.add_entry(
            actor=dana, case_id=case.pk, version=version_of(case.pk), kind="note", happened_at=now, place="", at=now,
            words=text,
        )  # fmt: skip
    operations.set_action(
        actor=dana, case_id=case.pk, version=version_of(case.pk), words=texts[2], due_on=now.date(),
        owner_name=texts[3][:100], at=now,
    )  # fmt: skip
    return case


def test_a_case_full_of_traps_is_read_as_text(
    page: Page, address: str, sign_in: SignIn, case: SafeguardingCase
) -> None:
    heard: list[str] = []
    asked: list[str] = []
    page.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: heard.append(said.text) if said.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(TRAP)
    as_person(page, address, sign_in, cast.dana())
    for path in (f"/concerns/cases/{case.pk}/", "/concerns/", "/concerns/cases/"):
        page.goto(address + path)
        assert page.evaluate("window.caught") == []
        assert page.locator("x-hostile, svg[onload], [onfocus], [onerror]").count() == 0
        assert page.evaluate("document.querySelectorAll('script:not([nonce]):not([src])').length") == 0
    page.goto(f"{address}/concerns/cases/{case.pk}/")
    read = page.locator("main").inner_text()
    for number in range(len(strings.SHORT)):
        assert strings.MARK.format(number) in read
    assert "<script>hostile('" in read
    for link in page.locator("main a[href]").all():
        assert (link.get_attribute("href") or "").startswith(("/", "#", "?", "tel:", "http://localhost"))
    # each is opened as if it were the only thing on the page that can be pressed
    page.keyboard.press("Tab")
    assert page.evaluate("window.caught") == []
    assert [url for url in asked if not url.startswith(address)] == []
    assert heard == []
