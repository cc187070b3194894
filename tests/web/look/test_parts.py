"""What every page carries, and the parts it is made of."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client

from tutela.web.core import assets

HERE = Path(__file__).parent


def shown(source: str, **context: object) -> str:
    return Template("{% load look when %}" + source).render(Context(context))


@pytest.mark.requirement("S0.13")
def test_whoever_is_signed_in_sees_whom_to_ask_on_every_page(site: Client) -> None:
    for address in ("/", "/parts/", "/alerts/", "/report/", "/question/", "/learner/"):
        assert "Talk to Dana Okafor, designated safeguarding lead" in site.get(address).text, address


def test_whoever_is_not_signed_in_sees_no_names(site: Client) -> None:
    page = site.get("/?as=nobody").text
    assert "Dana Okafor" not in page
    assert "Sign out" not in page


def test_a_page_with_an_error_says_so_in_its_title(site: Client) -> None:
    page = site.post("/question/", {"what": ""}).text
    assert "<title>Error: What did you see or hear? – Oakfield Academy – Tutela</title>" in page


def test_a_page_holds_no_style_and_no_script_without_the_nonce(site: Client) -> None:
    for address in ("/", "/parts/", "/alerts/?severity=1", "/report/", "/learner/"):
        answer = site.get(address)
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1]
        assert "style=" not in answer.text
        assert "<style" not in answer.text
        assert not re.search(r"\son[a-z]+=", answer.text)
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert scripts
        assert all(f'nonce="{nonce}"' in script for script in scripts)


def test_a_learner_can_leave_the_page_at_once(site: Client) -> None:
    page = site.get("/learner/").text
    assert 'data-module="govuk-exit-this-page"' in page
    assert "govuk-js-exit-this-page-skiplink" in page


def test_help_and_what_is_monitored_are_one_press_away_for_anybody(site: Client) -> None:
    page = site.get("/?as=nobody").text
    for address, words in (("help", "Get help"), ("monitored", "What is monitored here")):
        assert f'href="/{address}/">{words}</a>' in page


def test_signing_out_is_never_a_link(site: Client) -> None:
    assert '<form method="post" action="/sign-out/"' in site.get("/").text


def test_a_table_carries_on_a_phone_what_its_heading_says_on_a_desk() -> None:
    html = shown(
        '{% table "Alerts" "Person|When|Count" numeric="3" %}'
        "<tr><th>{{ who }}</th><td>today</td><td>3</td></tr>{% endtable %}",
        who="<b>Leo</b>",
    )
    assert '<td class="govuk-table__cell" role="cell"><span class="tutela-table__label" aria-hidden="true">When' in html
    assert "govuk-table__cell--numeric" in html
    assert 'scope="row" role="rowheader"' in html
    assert "&lt;b&gt;Leo" in html


def test_severity_is_always_in_words() -> None:
    assert "1 Immediate" in shown("{% severity 1 %}")
    assert "9" in shown("{% severity 9 %}")


def test_nought_is_shown_without_a_link() -> None:
    assert "<a" not in shown('{% waiting 0 "alerts to look at" "/alerts/" urgent=True %}')
    assert "tutela-waiting--urgent" in shown('{% waiting 2 "alerts to look at" "/alerts/" urgent=True %}')


def test_the_contents_of_parts_are_escaped() -> None:
    for source in (
        "{% inset %}{{ x }}{% endinset %}",
        "{% details x %}{{ x }}{% enddetails %}",
        "{% summary_list %}{% summary_row x %}{{ x }}{% endsummary_row %}{% endsummary_list %}",
        "{% timeline %}{% entry x by=x %}{{ x }}{% endentry %}{% endtimeline %}",
        '{% task_list %}{% task x "/" x "red" x %}{% endtask_list %}',
        "{% empty_state x %}{{ x }}{% endempty_state %}",
        '{% banner x %}{% alert x kind="error" title=x %}{% tag x %}{% button x %}{% panel x %}{{ x }}{% endpanel %}',
        "{% table x x %}<tr><th>{{ x }}</th></tr>{% endtable %}",
    ):
        html = shown(source, x="<u>x</u>")
        assert "<u>" not in html, source
        assert "&lt;u&gt;" in html
        assert "&amp;lt;" not in html, source


def test_no_sentence_of_a_template_stands_on_the_page_with_its_braces(site: Client) -> None:
    for address in ("/", "/parts/", "/alerts/", "/report/", "/question/", "/learner/"):
        assert not re.search(r"\{[{%]|&lt;div", site.get(address).text), address


@pytest.mark.skipif(not assets.AXE.exists(), reason="the front-end packages are not installed here")
def test_every_class_and_module_we_use_is_known_to_the_installed_packages(site: Client) -> None:
    ours = "".join(
        site.get(address).text for address in ("/", "/parts/", "/alerts/?severity=1", "/report/", "/learner/")
    )
    ours += site.post("/report/", {}).text
    folders = (assets.WORK / assets.GOVUK / "dist", assets.WORK / assets.MOJ / "moj")
    kinds = ("*.min.css", "*.min.js", "fixtures.json", "*.njk")
    known = "".join(path.read_text("utf-8") for folder in folders for kind in kinds for path in folder.rglob(kind))
    names = {name for names in re.findall(r'class="([^"]*)"', ours) for name in names.split()}
    theirs = {name for name in names if name.startswith(("govuk-", "moj-"))}
    assert len(theirs) > 60
    assert sorted(name for name in theirs if name.replace("!", "\\!") not in known and name not in known) == []
    modules = set(re.findall(r'data-module="([^"]*)"', ours))
    assert sorted(module for module in modules if f'"{module}"' not in known) == []
