"""What people meet at the proxy: who may open what, what is read, and what is not."""

import base64
import hashlib
import hmac
import re
import shutil
import subprocess
import tempfile
import threading
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.gateway.running import BAD, GOOD, HELP, LEO, LOCKED, SEARCH, Edge, files_below
from tutela.events.accesslog import parse

pytestmark = pytest.mark.engine
OWN_AUTHORITY, WEB_AUTHORITY = "Oakfield Academy web filter", "Authority of the test web"


def credential(edge: Edge, secret: str, person: str, group: str) -> dict[str, str]:
    digest = hmac.digest(edge.keys.secret("credential"), secret.encode(), hashlib.sha256).hex()
    return {"hash": digest, "person": person, "group": group}


@pytest.fixture(scope="module", autouse=True)
def people(edge: Edge) -> None:
    """Leo has a credential, the library computer is known, and one network asks who people are."""

    def change(policy):
        identities = policy["identities"]
        identities["credentials"]["leo-net"] = credential(edge, "correct horse", LEO, "learners-11-16")
        identities["devices"].append(
            {"name": "library-pc-3", "address": "127.0.0.3", "person": None, "group": "learners-16-plus"}
        )
        identities["asking"].append("127.0.2.0/24")

    edge.publish(change)


@pytest.mark.requirement("S0.14")
def test_a_blocked_site_shows_our_page_and_says_why_and_where_to_get_help(edge: Edge) -> None:
    answer = edge.get(f"http://{BAD}/roulette")
    assert answer.status == 403
    assert "This page is closed" in answer.body
    assert f"http://{BAD}/roulette" in answer.body
    assert "games for money" in answer.body
    assert "0800 1111" in answer.body
    assert "Dana Okafor" in answer.body
    assert "A grown-up at school can see" in answer.body
    assert "<script" not in answer.body


@pytest.mark.requirement("S0.14")
def test_a_blocked_https_site_shows_our_page_under_the_schools_authority_alone(edge: Edge) -> None:
    answer = edge.get(f"https://{BAD}/", trust=edge.authority)
    assert answer.status == 403
    assert OWN_AUTHORITY in answer.issuer
    assert "This page is closed" in answer.body


def test_an_allowed_https_site_is_not_opened_by_us(edge: Edge) -> None:
    answer = edge.get(f"https://{GOOD}/private?bank=1", trust=edge.origin.authority)
    assert answer.status == 200
    assert WEB_AUTHORITY in answer.issuer
    edge.wait_for_log(lambda line: f"CONNECT {GOOD}:443" in line and "TCP_TUNNEL" in line)
    assert not any("bank=1" in line for line in edge.log())


@pytest.mark.requirement("S4.12")
def test_a_search_on_a_named_search_host_is_seen_with_its_words(edge: Edge) -> None:
    answer = edge.get(f"https://{SEARCH}/search?q=how+tall+are+giraffes")
    assert answer.status == 200
    assert OWN_AUTHORITY in answer.issuer
    line = edge.wait_for_log(lambda line: "giraffes" in line)
    assert f"https://{SEARCH}/search?q=how+tall+are+giraffes" in line
    assert "o=allow" in line


def test_a_search_cannot_be_hidden_behind_another_name(edge: Edge) -> None:
    hidden = edge.get(f"https://{SEARCH}/search?q=hidden", "--connect-to", f"{SEARCH}:443:{GOOD}:443")
    assert hidden.status == 0
    assert not any("hidden" in path for _, path in edge.origin.asked)


@pytest.mark.requirement("S0.14")
def test_a_blocked_site_cannot_be_reached_behind_the_name_of_an_allowed_one(edge: Edge) -> None:
    fronted = edge.get(f"https://{BAD}/fronted", "--connect-to", f"{BAD}:443:{GOOD}:443")
    assert fronted.status == 0
    helped = edge.get(f"https://{BAD}/fronted", "--connect-to", f"{BAD}:443:{HELP}:443")
    assert helped.status == 0
    assert not any("fronted" in path for _, path in edge.origin.asked)


@pytest.mark.requirement("S4.12")
def test_leo_is_known_by_his_network_credential_in_and_out_of_tunnels(edge: Edge) -> None:
    as_leo = ("-U", "leo-net:correct horse")
    assert edge.get(f"http://{GOOD}/as-leo", *as_leo).status == 200
    assert edge.get(f"https://{GOOD}/", *as_leo).status == 200
    assert edge.get(f"https://{SEARCH}/search?q=as+leo", *as_leo).status == 200
    for wanted in ("/as-leo", "as+leo"):
        event = parse(edge.wait_for_log(lambda line, wanted=wanted: wanted in line))
        assert event is not None
        assert (event.user, event.user_basis, event.group) == (LEO, "credential", "learners-11-16")
    tunnel = edge.wait_for_log(lambda line: "TCP_TUNNEL" in line and f"p={LEO}" in line)
    assert "b=credential" in tunnel


def test_a_wrong_password_is_asked_for_again_and_opens_nothing(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}/", "-U", "leo-net:wrong").status == 407
    assert edge.get(f"https://{GOOD}/", "-U", "nobody:correct horse").connect == 407


@pytest.mark.requirement("S4.12")
def test_the_library_computer_is_known_by_its_address(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}/from-library", source="127.0.0.3").status == 200
    event = parse(edge.wait_for_log(lambda line: "/from-library" in line))
    assert event is not None
    assert (event.device, event.user_basis, event.group, event.src_ip) == (
        "library-pc-3",
        "device",
        "learners-16-plus",
        "127.0.0.3",
    )


@pytest.mark.requirement("S4.12")
def test_whoever_is_unknown_belongs_to_the_strictest_group(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}/from-nobody", source="127.0.0.77").status == 200
    event = parse(edge.wait_for_log(lambda line: "/from-nobody" in line))
    assert event is not None
    assert (event.user, event.user_basis, event.group) == ("", "unknown", "learners-5-7")


def test_one_network_asks_who_people_are_but_not_for_help_lines(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}/", source="127.0.2.9").status == 407
    assert "Say who you are" in edge.get(f"http://{GOOD}/", source="127.0.2.9").body
    assert edge.get(f"http://{GOOD}/", "-U", "leo-net:correct horse", source="127.0.2.9").status == 200
    assert edge.get(f"http://{HELP}/", source="127.0.2.9").status == 200
    assert edge.get(f"https://{HELP}/", source="127.0.2.9").status == 200


def test_the_gateway_itself_cannot_be_reached_through_the_proxy(edge: Edge) -> None:
    for address in (f"http://127.0.0.1:{edge.settings.web_port}/", "http://localhost:8000/"):
        answer = edge.get(address)
        assert answer.status == 403


def test_only_web_ports_are_open(edge: Edge) -> None:
    assert edge.get(f"http://{GOOD}:25/").status == 403
    assert edge.get(f"https://{GOOD}:22/").connect in (0, 200, 403)
    assert edge.get(f"https://{GOOD}:22/").status in (0, 403)


@pytest.mark.requirement("S0.14")
def test_a_new_policy_comes_into_force_and_no_request_is_dropped(edge: Edge) -> None:
    answers: list[tuple[int, str]] = []
    stop = threading.Event()

    def browse() -> None:
        with closing(HTTPConnection("127.0.0.1", edge.settings.proxy_port, timeout=30)) as connection:
            while not stop.is_set():
                for host, expected in ((GOOD, 200), (LOCKED, 403)):
                    connection.request("GET", f"http://{host}/")
                    reply = connection.getresponse()
                    reply.read()
                    answers.append((reply.status, expected))

    threads = [threading.Thread(target=browse) for _ in range(4)]
    for thread in threads:
        thread.start()
    seconds = [edge.publish() for _ in range(5)]
    stop.set()
    for thread in threads:
        thread.join()
    print(f"\nfive swaps under load: {len(answers)} requests, seconds to be in force {[round(s, 2) for s in seconds]}")
    assert len(answers) > 100
    assert [one for one in answers if one[0] != one[1]] == []


def test_asking_for_help_leaves_no_trace_in_any_file(edge: Edge) -> None:
    secret = "i-need-to-talk-to-somebody"
    for url in (f"http://{HELP}/{secret}", f"https://{HELP}/{secret}?{secret}"):
        assert edge.get(url).status == 200
        assert edge.get(url, "-U", "leo-net:correct horse").status == 200
    # something after it that is recorded, so that we know the log has been written
    edge.get(f"http://{GOOD}/after-help")
    edge.wait_for_log(lambda line: "/after-help" in line)
    visits = re.compile(rf"{secret}|{re.escape(HELP)}(:443|/)".encode())
    known = {"hosts", "unrecorded", "local-names"}
    for file in files_below(edge.settings.edge, edge.settings.spool, edge.settings.log):
        if file.name in known or "policy" in file.name:
            continue
        assert not visits.search(file.read_bytes()), file
    assert not any(HELP in line for line in edge.log())


def test_this_seems_wrong_becomes_a_record_while_the_web_application_is_down(edge: Edge) -> None:
    body = edge.get(f"http://{BAD}/lesson").body
    link = re.search(r'href="(http://tutela\.internal:[^"]+)"', body)
    assert link
    url = link[1].replace("&amp;", "&")
    form = edge.get(url)
    assert form.status == 200
    assert "Should this page be open?" in form.body
    assert BAD in form.body
    token = re.search(r'name="t" value="([^"]+)"', form.body)
    assert token
    sent = edge.get(
        url.partition("?")[0],
        "--data-urlencode",
        f"t={token[1]}",
        "--data-urlencode",
        "words=We need it <b>in maths</b>",
    )
    assert "Thank you" in sent.body
    record = edge.records("report-wrong")[-1]
    assert record["site"] == f"http://{BAD}/lesson"
    assert record["words"] == "We need it <b>in maths</b>"
    assert record["rule"] == "category:gambling"
    assert not {"person", "user", "src"} & set(record)


def test_a_made_up_report_is_refused(edge: Edge) -> None:
    base = f"http://tutela.internal:{edge.settings.pages_port}/oakfield/wrong"
    before = len(edge.records("report-wrong"))
    forged = base64.urlsafe_b64encode(b"0" * 16 + b'{"site":"http://x.test/","at":99999999999}').decode()
    assert edge.get(f"{base}?t={forged}").status == 400
    assert edge.get(base, "--data", f"t={forged}&words=x").status == 400
    assert len(edge.records("report-wrong")) == before


def test_devices_get_the_certificate_and_the_proxys_address_from_the_gateway(edge: Edge) -> None:
    base = f"http://127.0.0.1:{edge.settings.pages_port}/oakfield"
    fetched = subprocess.run(["curl", "-sS", f"{base}/authority.pem"], capture_output=True, check=True).stdout
    assert fetched == edge.authority.read_bytes()
    assert b"PRIVATE" not in fetched
    script = subprocess.run(["curl", "-sS", f"{base}/proxy.pac"], capture_output=True, text=True, check=True).stdout
    assert f'return "PROXY 127.0.0.1:{edge.settings.proxy_port}"' in script
    assert "DIRECT" not in script


def test_the_canaries_prove_each_blocked_category_and_are_not_in_the_log(edge: Edge) -> None:
    canaries = edge.status()["establishments"][0]["canaries"]
    assert canaries["wrong"] == []
    assert canaries["asked"] > 12
    assert edge.records("canary")[-1]["wrong"] == []
    assert not any("must-block.tutela.example" in line or "canary.tutela" in line for line in edge.log())


def test_the_helpers_count_agrees_with_the_lines_of_the_log(edge: Edge) -> None:
    def lines() -> int:
        return sum(line.split()[-1].startswith("o=") for line in edge.log())

    def recorded() -> int:
        return int(edge.status()["establishments"][0]["recorded"])

    def is_still() -> bool:
        before = recorded()
        time.sleep(2.5)
        return recorded() == before

    edge.wait_for(is_still, "a quiet moment")
    recorded_before, lines_before = recorded(), lines()
    for host in (GOOD, BAD, SEARCH, HELP):
        edge.get(f"http://{host}/")
        edge.get(f"https://{host}/")
    edge.wait_for(lambda: recorded() > recorded_before, "a new count")
    edge.wait_for(is_still, "a quiet moment")
    assert recorded() - recorded_before == lines() - lines_before == 8


def reached_at(edge: Edge, address: str) -> None:
    """Say where the web application is; Squid is started anew for it."""
    before = edge.squid_pid()
    edge.publish(lambda policy: policy["pages"].update(address=address))
    edge.wait_for_another_squid(before)
    edge.wait_for(lambda: edge.get(f"http://{GOOD}/as-before").status == 200, "service as before")


@pytest.mark.requirement("S1.31")
def test_every_page_of_the_gateway_leads_to_help_where_the_schools_own_pages_can_be_reached(edge: Edge) -> None:
    reached_at(edge, "https://tutela.oakfield.example:8443")
    blocked = edge.get(f"http://{BAD}/").body
    assert 'href="https://tutela.oakfield.example:8443/help/?for=5-7">Find someone to talk to</a>' in blocked
    wrong = re.search(r'href="(http://[^"]+/wrong[^"]+)"', blocked)
    assert wrong
    for address in (wrong[1], wrong[1].partition("?")[0], wrong[1].replace("/wrong", "/nothing")):
        assert 'href="https://tutela.oakfield.example:8443/help/">Get help</a>' in edge.get(address).body, address
    asked = edge.get(f"http://{GOOD}/", source="127.0.2.9")
    assert asked.status == 407
    assert "https://tutela.oakfield.example:8443/help/?for=" in asked.body
    reached_at(edge, "")
    assert "/help/" not in edge.get(f"http://{BAD}/").body


def test_the_schools_own_pages_open_through_the_proxy_unasked_and_leave_no_trace(edge: Edge) -> None:
    reached_at(edge, f"https://{BAD}")
    assert edge.get(f"https://{BAD}/help/", trust=edge.origin.authority).status == 200
    assert edge.get(f"http://{BAD}/").status == 403, "its other ports are decided about as ever"
    edge.get(f"http://{GOOD}/after-the-help")
    edge.wait_for_log(lambda line: "/after-the-help" in line)
    after = edge.log()
    assert not any(f"CONNECT {BAD}:443" in line and "TCP_TUNNEL" in line for line in after)
    reached_at(edge, "")
    assert edge.get(f"https://{BAD}/", trust=edge.authority).status == 403


@pytest.mark.browser
def test_a_real_browser_shows_our_page_on_a_blocked_https_site(edge: Edge) -> None:
    if not shutil.which("chromium") or not shutil.which("certutil"):
        pytest.skip("chromium and certutil are not installed")
    home = Path(tempfile.mkdtemp(prefix="tutela-home-"))
    try:
        base = home / ".pki" / "nssdb"
        base.mkdir(parents=True)
        for command in (
            ["certutil", "-N", "-d", f"sql:{base}", "--empty-password"],
            ["certutil", "-A", "-d", f"sql:{base}", "-n", "school", "-t", "C,,", "-i", str(edge.authority)],
        ):
            subprocess.run(command, check=True, capture_output=True)
        page = browse(edge, home, f"https://{BAD}/")
        assert "This page is closed" in page
        assert "0800 1111" in page
        stranger = Path(tempfile.mkdtemp(prefix="tutela-home-", dir=home))
        assert "This page is closed" not in browse(edge, stranger, f"https://{BAD}/")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def browse(edge: Edge, home: Path, url: str) -> str:
    """The page as Chromium has built it; `home` holds what it trusts."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += [f"--user-data-dir={home}/profile", f"--proxy-server={edge.proxy}", "--dump-dom", url]
    environment = {"HOME": str(home), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)
    return done.stdout


def test_a_large_number_of_requests_does_not_make_squid_grow(edge: Edge) -> None:
    def resident_kb() -> int:
        status = Path(f"/proc/{edge.squid_pid()}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]

    with closing(HTTPConnection("127.0.0.1", edge.settings.proxy_port, timeout=30)) as connection:
        for number in range(300):
            _ask(connection, number)
        before, began = resident_kb(), time.monotonic()
        for number in range(1000):
            _ask(connection, 1000 + number)
    seconds, after = time.monotonic() - began, resident_kb()
    print(f"\n1,000 requests in {seconds:.1f} s; Squid {before / 1024:.0f} → {after / 1024:.0f} MB")
    assert after < before + 8 * 1024


def _ask(connection: HTTPConnection, number: int) -> None:
    connection.request("GET", f"http://{GOOD}/{number}")
    connection.getresponse().read()
