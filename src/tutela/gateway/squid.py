"""Renders what Squid reads: one configuration, hosts file, list of unrecorded hosts and set of pages per establishment.

The rules ask the helper once for each request and then follow the keys of its answer (`answer.py`), so a new policy
needs no change here. Nothing can be allowed by an answer that does not come: the last line denies.
"""

import json
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tutela.events.accesslog import FORMAT
from tutela.filtering.ruleset import Policy
from tutela.gateway import blockpage
from tutela.gateway.errors import GatewayError
from tutela.gateway.names import CANARY_HOST, OWN_HOST
from tutela.gateway.place import CERTGEN, Place
from tutela.gateway.words import page_words
from tutela.settings import Settings

DISTRIBUTION_PAGES = Path("/usr/share/squid/errors/templates")
CSS = Path(__file__).with_name("page.css")
BLOCKED, CLOSED, NOT_HERE = "ERR_TUTELA_BLOCKED", "ERR_TUTELA_CLOSED", "ERR_TUTELA_NOT_HERE"
SIGN_IN = "ERR_CACHE_ACCESS_DENIED"
# `squid -k parse` ends with status 0 in the presence of these; they fail open or are not what was meant
BAD_WORDS = re.compile(r"FATAL|ERROR|Bungled|unrecognized|cannot open|can not open|empty ACL", re.IGNORECASE)
NOTHING_KEPT = "access_log none"
"""What Squid is told where nobody has signed for monitoring, and on trial."""
INSIDE = "127.0.0.0/8 0.0.0.0/8 169.254.0.0/16 ::1/128 fe80::/10"


@dataclass(frozen=True)
class Listening:
    """How one establishment's proxy is run."""

    place: Place
    name: str
    """Squid's own name for the process, unique on the machine; letters and digits."""
    port: int
    pages_port: int
    python: str
    code: Path
    user: str | None
    """To whom Squid drops; None when it is not started by root."""
    trial: bool = False
    """Whether it only tries snapshots: on loopback alone, without tunnels, writing nothing down."""


def render(
    listening: Listening, policy: Policy, settings: Settings, *, taken_for_us: Sequence[str] = ()
) -> dict[str, str]:
    """Every file below `conf/<slug>/` by its name there. `taken_for_us` are names that lead to this machine.

    Raises `GatewayError` for a path that Squid cannot read.
    """
    if re.search(r"[\s\"'#\\]", str(listening.place.edge)):
        raise GatewayError(f"Squid cannot use the folder {str(listening.place.edge)!r}: choose --data without blanks")
    own_pages = {f"errors/{name}": text for name, text in pages(policy).items()}
    return {
        "squid.conf": configuration(listening, settings, policy),
        "hosts": hosts(settings, taken_for_us),
        "unrecorded": "".join(f".{host}\n" for host in unrecorded_hosts(policy)),
        "local-names": "".join(f"{name}\n" for name in [CANARY_HOST, *site_names(settings), *taken_for_us]),
        **own_pages,
    }


def configuration(listening: Listening, settings: Settings, policy: Policy) -> str:
    """The text of squid.conf. Until recording is signed for there is no access log at all, whatever the helper answers.

    A device that goes through the proxy for everything reaches the school's own pages of help without being asked
    about, and nobody sees that it does.
    """
    place, conf = listening.place, listening.place.conf
    drop = f"cache_effective_user {listening.user}\n" if listening.user else ""
    trust = f"tls_outgoing_options cafile={settings.upstream_ca}\n" if settings.upstream_ca else ""
    front = f"/bin/bash {listening.code}/tutela/gateway/front.sh"
    helper = f"{listening.python} {listening.code}/tutela/gateway/helper.py"
    arguments = f"{place.edge} {place.slug} {listening.pages_port}{' trial' if listening.trial else ''}"
    address = f"[{settings.proxy_address}]" if ":" in settings.proxy_address else settings.proxy_address
    port = f"""http_port {address}:{listening.port} ssl-bump tls-cert={place.own}/authority.pem \\
  generate-host-certificates=on dynamic_cert_mem_cache_size=4MB
sslcrtd_program {CERTGEN} -s {place.own}/certificates -M 4MB
sslcrtd_children 4 startup=1 idle=1
"""
    log = f"access_log stdio:{place.squid_spool}/open.log logformat=tutela !unrecorded !quiet !own_web"
    log = log if policy.recording else NOTHING_KEPT
    web_host, web_port = web_address(policy)
    devices = " ".join(settings.proxy_networks)
    if listening.trial:
        port, log, devices = f"http_port 127.0.0.1:{listening.port}\n", NOTHING_KEPT, "127.0.0.0/8"
    return f"""# Made by Tutela at each start; changes here are lost.
{port}{trust}{drop}visible_hostname {OWN_HOST}
pid_filename {place.own}/squid.pid
cache_log {place.own}/cache.log
coredump_dir {place.own}
error_directory {conf}/errors
hosts_file {conf}/hosts

# keep nothing, tell nobody
cache deny all
cache_mem 0 MB
memory_pools off
icap_enable off
via off
forwarded_for delete
httpd_suppress_version_string on
strip_query_terms off
netdb_filename none
digest_generation off
pinger_enable off
logfile_rotate 0
shutdown_lifetime 2 seconds
connect_timeout 15 seconds
dns_timeout 10 seconds

# who asks: a network name and password, asked for only where the answer says so
auth_param basic program {front} credential {helper} {arguments}
auth_param basic children 2 startup=0 idle=1 concurrency=200
auth_param basic realm Web access: your network name and network password
auth_param basic credentialsttl 30 seconds
auth_param basic casesensitive on

# the filter
external_acl_type filter concurrency=1000 children-max=2 children-startup=0 children-idle=1 queue-size=2000 \\
  ttl=0 negative_ttl=0 cache=0 %URI %SRC %un %METHOD %ssl::>sni \\
  {front} decide {helper} {arguments}
acl permitted external filter
acl answered_allow note answer_ allow
acl answered_block note answer_ block
acl answered_ask note answer_ ask
acl opened note open_ yes
acl quiet note record_ no

acl devices src {devices}
acl web_ports port 80 443 1025-65535
acl tunnel_ports port 443 8443
acl own_pages dstdomain -n {OWN_HOST}
acl own_port port {listening.pages_port}
acl own_web dstdomain -n {web_host}
acl own_web_port port {web_port}
acl inside dst {INSIDE}
acl local_names dstdomain -n "{conf}/local-names"
acl outside any-of local_names !inside
acl unrecorded dstdomain -n "{conf}/unrecorded"
acl unrecorded_greeting ssl::server_name "{conf}/unrecorded"
acl has_credential req_header Proxy-Authorization .
acl signed_in proxy_auth REQUIRED
acl hello at_step SslBump1

# tunnels stay closed to us, but for the search hosts that the establishment names
ssl_bump peek hello
ssl_bump bump opened
ssl_bump splice all

logformat tutela {FORMAT}
{log}

deny_info {NOT_HERE} manager devices web_ports tunnel_ports answered_allow
deny_info {BLOCKED} answered_block
deny_info {CLOSED} all
http_access deny manager
http_access deny !devices
http_access deny !web_ports
http_access allow own_pages own_port !CONNECT
http_access allow own_web own_web_port
http_access deny CONNECT !tunnel_ports
# help lines: never asked about, never written down, open even when the helper is away
http_access allow unrecorded !CONNECT outside
http_access allow unrecorded unrecorded_greeting CONNECT outside
http_access deny has_credential !signed_in
http_access allow permitted outside
http_access deny answered_ask !signed_in
http_access deny answered_block
http_access deny answered_allow
http_access deny all
"""


def hosts(settings: Settings, taken_for_us: Sequence[str] = ()) -> str:
    """The machine's own hosts file, the site's, the names of our pages, and others that lead to this machine."""
    texts = [Path("/etc/hosts")] + ([settings.proxy_hosts_file] if settings.proxy_hosts_file else [])
    lines = []
    for file in texts:
        try:
            lines.append(file.read_text("utf-8", "replace").rstrip())
        except OSError as error:
            if file == settings.proxy_hosts_file:
                raise GatewayError(f"proxy_hosts_file = {file} cannot be read: {error.strerror}") from error
    ours = [OWN_HOST, CANARY_HOST, *taken_for_us]
    return "\n".join([*lines, *(f"{own_address(settings)} {name}" for name in ours), ""])


def own_address(settings: Settings) -> str:
    """Where the proxy itself finds the gateway's pages."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.proxy_address, settings.proxy_address)  # noqa: S104


def site_names(settings: Settings) -> list[str]:
    """The names that the site's own hosts file gives; they may lie on the gateway itself."""
    if not settings.proxy_hosts_file:
        return []
    lines = settings.proxy_hosts_file.read_text("utf-8", "replace").splitlines()
    words = [line.partition("#")[0].split() for line in lines]
    return sorted({name.lower() for line in words for name in line[1:]})


def web_address(policy: Policy) -> tuple[str, int]:
    """Host and port of the web application as devices reach it; a host that does not exist where they cannot, or where
    it is this machine, which no device reaches through the proxy.
    """
    parts = urlsplit(policy.pages.address)
    host = parts.hostname or ""
    if not re.fullmatch(r"[0-9a-z.-]+", host) or host == "localhost" or host.startswith("127."):
        return "no-web.invalid", 443
    return host, parts.port or 443


def unrecorded_hosts(policy: Policy) -> list[str]:
    """The hosts below which nothing is written down, without those that another one covers (Squid complains)."""
    names = {one.host for one in policy.always_open if not one.record}
    covered = {name for name in names for other in names if name.endswith("." + other)}
    return sorted(names - covered) or ["unrecorded.invalid"]


def pages(policy: Policy) -> dict[str, str]:
    """Every error page of Squid in our own words, as its templates: there `%` is doubled."""
    words = page_words()
    school = policy.pages.school or policy.establishment.name
    css = CSS.read_text("utf-8").replace("\n", "")
    language = words["language"]
    band = policy.band_of(None)
    extra = blockpage.help_lines(policy.pages.help, band, words["bands"][band])
    if policy.pages.named_contact:
        extra += blockpage.contact(policy.pages.named_contact, words["bands"][band]["contact_title"])

    below = blockpage.help_link(policy.pages.address, words["help_link"], band)

    def short(said: Mapping[str, str], extra: str = "") -> str:
        return blockpage.document(language, css, blockpage.simple(said, school, extra, below)).replace("%", "%%")

    made = {name: short(words["away"]) for name in _distribution_names() if name.startswith("ERR_")}
    made[SIGN_IN] = short(words["sign_in"], extra)
    made[NOT_HERE] = short(words["not_here"])
    # Squid shows its own page of refusal for requests that were with the helper when it died
    made |= dict.fromkeys((CLOSED, "ERR_ACCESS_DENIED"), short(words["closed"], extra))
    # The helper sends the rest of the page with its answer; `'` takes it as it stands, so everything in it is escaped.
    skeleton = blockpage.document(language, css, "\0").replace("%", "%%")
    made[BLOCKED] = skeleton.replace("\0", "@Squid{%'{page_}note}")
    made["error-details.txt"] = (DISTRIBUTION_PAGES / "error-details.txt").read_text("utf-8")
    return made


def check(squid: str, listening: Listening, conf: Path) -> None:
    """Let Squid read the configuration in `conf`. Raises `GatewayError` with the line it stumbles on.

    Its exit status is not enough: a list that is missing is only mentioned, and then everything it names is let by.
    """
    command = [squid, "-k", "parse", "-n", listening.name, "-f", str(conf)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    said = [line for line in (done.stdout + done.stderr).splitlines() if "Processing" not in line]
    wrong = [line for line in said if BAD_WORDS.search(line)]
    if done.returncode or wrong:
        words = wrong[0] if wrong else (said[-1] if said else f"status {done.returncode}")
        raise GatewayError(f"Squid does not accept {conf}: {words.partition('| ')[2] or words}")


def _distribution_names() -> list[str]:
    try:
        return sorted(file.name for file in DISTRIBUTION_PAGES.iterdir())
    except OSError as error:
        raise GatewayError(f"Squid's own pages are missing: {error}") from error


def fingerprint(files: Mapping[str, str]) -> str:
    """Equal for equal configurations: whether Squid would have to be started anew."""
    return json.dumps(dict(sorted(files.items())))
