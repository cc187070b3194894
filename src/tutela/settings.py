"""What an operator may set, in one place: defaults, then `tutela.toml`, then `TUTELA_*`, then the command line.

A setting `web_port` is `web_port = 8000` in the file and `TUTELA_WEB_PORT` in the environment. `TUTELA_MAIL_FILE`
names a file that holds the value of `mail`, so that a secret need not stand in the environment. An unknown key or
a value of the wrong kind refuses to start.
"""

import getpass
import hashlib
import os
import pwd
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

PREFIX = "TUTELA_"
SQUID_USER = "proxy"
# A unix socket's path may hold 107 bytes; the longest name we put in the folder is "recorder.sock".
LONGEST_RUN_FOLDER = 90
NAME_OR_NUMBER = re.compile(r"[0-9a-f:]*:[0-9a-f:.]*|[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


class BadSetting(ValueError):
    """A setting that cannot be used; the message names the key, the value, where it stands and what is accepted."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that may be set. Ports are 1 to 65535, folders are made absolute."""

    data: Path = Path("data")
    """Folder of all records."""
    keys: Path = Path("data.keys")
    """Folder of the keys; never inside the data folder. Default: the data folder's name with `.keys` added."""
    web_address: str = "localhost"
    """Name or address the web application listens on. Anything but loopback needs a certificate."""
    web_port: int = 8000
    """Port of the web application."""
    public_address: str = ""
    (
        "Address that people use, where a reverse proxy stands before the web application and speaks TLS in its place: "
        "`https://tutela.school.example`. Links in mail, cookies, forms and passkeys go by it. The proxy passes the "
        "name on (`Host`) and says `X-Forwarded-Proto: https`. Empty means the web application's own address and port."
    )
    tls_certificate: Path | None = None
    """PEM file with the web application's certificate and its chain."""
    tls_key: Path | None = None
    """PEM file with that certificate's private key."""
    proxy_address: str = "127.0.0.1"
    """Address the filtering proxy listens on; set the gateway's own address to serve other devices."""
    proxy_port: int = 3128
    """Port of the filtering proxy of the first establishment."""
    proxy_networks: tuple[str, ...] = (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "fc00::/7",
        "::1/128",
    )
    """Networks whose devices may use the proxy."""
    pages_port: int = 3129
    """Port of the pages the gateway serves itself, on the proxy's address."""
    proxy_hosts_file: Path | None = None
    """Further hosts file for the proxy, for names that only this site knows."""
    upstream_ca: Path | None = None
    """Further PEM authorities the proxy trusts for servers it opens by interception."""
    database: str = ""
    """Address of a PostgreSQL database; empty means SQLite in the data folder."""
    events: str = ""
    """Address of a ClickHouse cluster; empty means the embedded store in the data folder."""
    mail: str = ""
    """SMTP address (`smtp://user:password@host:587`); empty means mail is written to `mail/` in the data folder."""
    mail_from: str = "tutela@localhost"
    """Sender of every message."""
    time_zone: str = "Europe/London"
    """Time zone of the first establishment, as the IANA database names it."""
    exhibit_most_mb: int = 25
    """Largest file that a case takes, in millions of bytes; the scanner's own limit should not be smaller."""
    exhibit_scanner: str = "/run/clamav/clamd.ctl"
    """Socket of ClamAV's `clamd`, which is asked about every file of a case. Without an answer no file is opened."""
    exhibit_scanner_days: int = 7
    """How many days old the scanner's signatures may be before its word is not taken; 0 asks no age of them."""
    backup_folder: Path | None = None
    """Folder in which a back-up is made every night; best on another disc than the data."""
    backup_second_folder: Path | None = None
    """Folder on another disc or machine; every back-up is copied there too."""
    backup_off_site_folder: Path | None = None
    """Folder in another building; every back-up is copied there too."""
    backup_recipients: tuple[str, ...] = ()
    """Who can open back-ups, as `tutela backup key` prints them; their keys are on paper and never on this machine."""
    backup_hour: int = 2
    """Hour of the night at which the back-up is made, from 0 to 23 in the time zone above."""
    backup_keep: int = 30
    """How many back-ups are kept in each folder; what was erased from the records is gone after as many nights."""

    @property
    def site_address(self) -> str:
        """How people reach the web application: scheme, name and, where it is not the usual one, port."""
        if self.public_address:
            return self.public_address
        return f"{'https' if self.tls_certificate else 'http'}://{self.web_address}:{self.web_port}"

    @property
    def public_host(self) -> str:
        """The name in the address that people use, where a reverse proxy stands before the web application."""
        return urlsplit(self.public_address).hostname or ""

    @property
    def is_behind_tls(self) -> bool:
        """Whether a reverse proxy before the web application speaks TLS in its place."""
        return self.public_address.startswith("https://") and self.tls_certificate is None

    @property
    def snapshots(self) -> Path:
        return self.data / "snapshots"

    @property
    def lists(self) -> Path:
        return self.data / "lists"

    @property
    def exhibits(self) -> Path:
        return self.data / "exhibits"

    @property
    def event_folder(self) -> Path:
        return self.data / "events"

    @property
    def spool(self) -> Path:
        return self.data / "spool"

    @property
    def log(self) -> Path:
        return self.data / "log"

    @property
    def run(self) -> Path:
        """Folder of sockets and process ids; elsewhere when the data folder's path is too long for a unix socket."""
        run = self.data / "run"
        return run if len(os.fsencode(run)) <= LONGEST_RUN_FOLDER else Path("/tmp") / f"tutela-{self._fingerprint}"  # noqa: S108

    @property
    def edge(self) -> Path:
        """Folder that Squid's user reads and writes: inside the data folder where that user can get to it."""
        if os.geteuid() == 0 and not _can_traverse(SQUID_USER, self.data):
            return Path("/var/lib/tutela-edge") / self._fingerprint
        return self.data / "gateway"

    @property
    def spool_roots(self) -> tuple[Path, ...]:
        """The folders whose records the recorder collects."""
        return (self.spool, self.edge / "spool")

    def make_folders(self) -> None:
        """Make the data folder and what lies in it. Others may pass through (Squid's user), but list or read nothing.

        Raises `BadSetting` when it cannot be written.
        """
        try:
            self.data.mkdir(mode=0o711, parents=True, exist_ok=True)
            for folder in (self.snapshots, self.lists, self.spool, self.log, self.run):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise BadSetting(f"data = {str(self.data)!r} cannot be written: {error.strerror}") from error
        if not os.access(self.data, os.W_OK):
            raise BadSetting(f"data = {str(self.data)!r} cannot be written by {getpass.getuser()}")

    @property
    def _fingerprint(self) -> str:
        return hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]


def load(
    data: Path | str | None = None,
    keys: Path | str | None = None,
    environment: Mapping[str, str] | None = None,
    **overrides: object,
) -> Settings:
    """Put the settings together; `data`, `keys` and `overrides` that are not None come from the command line.

    The file is `TUTELA_CONFIG` if set, else `tutela.toml` in the data folder, else none. Raises `BadSetting`.
    """
    environment = os.environ if environment is None else environment
    chosen: dict[str, tuple[object, str]] = {}
    folder = Path(data or environment.get(f"{PREFIX}DATA") or "data").absolute()
    file = Path(environment.get(f"{PREFIX}CONFIG") or folder / "tutela.toml")
    if file.exists() or f"{PREFIX}CONFIG" in environment:
        chosen |= _from_file(file)
    chosen |= _from_environment(environment)
    given = {"data": folder, "keys": keys, **overrides}
    chosen |= {key: (value, "the command line") for key, value in given.items() if value is not None}
    values = {key: _convert(key, value, source) for key, (value, source) in chosen.items()}
    values.setdefault("keys", folder.with_name(folder.name + ".keys"))
    return _checked(Settings(**values), chosen)


def _from_file(file: Path) -> dict[str, tuple[object, str]]:
    try:
        read = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise BadSetting(f"{file} cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSetting(f"{file} is not valid TOML: {error}") from error
    return {key: (value, str(file)) for key, value in read.items()}


def _from_environment(environment: Mapping[str, str]) -> dict[str, tuple[object, str]]:
    found: dict[str, tuple[object, str]] = {}
    for name, value in environment.items():
        if not name.startswith(PREFIX) or name == f"{PREFIX}CONFIG":
            continue
        key = name.removeprefix(PREFIX).lower()
        if key.endswith("_file") and key not in Settings.__struct_fields__:
            try:
                found[key.removesuffix("_file")] = (Path(value).read_text("utf-8").strip(), f"{name} ({value})")
            except OSError as error:
                raise BadSetting(f"{name} names {value}, which cannot be read: {error.strerror}") from error
        else:
            found[key] = (value, f"the environment ({name})")
    return found


def _convert(key: str, value: object, source: str) -> Any:
    kinds = get_type_hints(Settings)
    if key not in kinds:
        raise BadSetting(f"{key} in {source} is not a setting; the settings are: {', '.join(sorted(kinds))}")
    kind = kinds[key]
    if kind == tuple[str, ...] and isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    if kind == Path | None and value == "":
        return None
    try:
        return msgspec.convert(value, kind, strict=False, dec_hook=_to_path)
    except msgspec.ValidationError as error:
        raise BadSetting(f"{key} = {value!r} in {source} is not accepted: {error}") from error


def _to_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, (str, Path)):
        return Path(value).expanduser().absolute()
    raise NotImplementedError


def _checked(settings: Settings, chosen: Mapping[str, tuple[Any, str]]) -> Settings:
    def refuse(key: str, accepted: str) -> None:
        source = chosen[key][1] if key in chosen else "the defaults"
        raise BadSetting(f"{key} = {str(getattr(settings, key))!r} in {source} is not accepted: {accepted}")

    for key in ("web_port", "proxy_port", "pages_port"):
        if not 1 <= getattr(settings, key) <= 65535:
            refuse(key, "a port is a number from 1 to 65535")
    if not 0 <= settings.backup_hour <= 23:
        refuse("backup_hour", "an hour is a number from 0 to 23")
    if not 1 <= settings.exhibit_most_mb <= 2000:
        refuse("exhibit_most_mb", "a number of millions of bytes from 1 to 2000")
    if settings.exhibit_scanner_days < 0:
        refuse("exhibit_scanner_days", "a number of days, 0 for any age")
    if settings.backup_keep < 1:
        refuse("backup_keep", "at least one back-up is kept")
    try:
        ZoneInfo(settings.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        refuse("time_zone", "a name such as Europe/London")
    if settings.keys == settings.data or settings.data in settings.keys.parents:
        refuse(
            "keys", "the keys must lie outside the data folder, so that a copy of the data is not a copy of the keys"
        )
    if settings.web_address not in ("localhost", "127.0.0.1", "::1") and not (
        settings.tls_certificate and settings.tls_key
    ):
        refuse("web_address", "any address but localhost needs tls_certificate and tls_key")
    if settings.public_address:
        if fault := _fault_of_address(settings.public_address):
            refuse("public_address", fault)
        settings = msgspec.structs.replace(settings, public_address=_tidy_address(settings.public_address))
    return settings


def _fault_of_address(address: str) -> str:
    """What is wrong with an address that people are to use; empty for nothing."""
    accepted = "an address such as https://tutela.school.example, without a path"
    if not address.isascii() or not address.isprintable() or " " in address:
        return f"{accepted}, in plain letters (a name with accents is written as xn--…)"
    try:
        parts, port = urlsplit(address), urlsplit(address).port
    except ValueError as error:
        return f"{accepted} ({error})"
    name = parts.hostname or ""
    faults = {
        f"{accepted}; it begins with https://": parts.scheme not in ("http", "https"),
        f"{accepted}, perhaps with a port": not NAME_OR_NUMBER.fullmatch(name) or port == 0,
        accepted: "@" in parts.netloc or parts.path not in ("", "/") or "?" in address or "#" in address,
        f"{accepted}; plain http would send sign-ins over the network for all to read": (
            parts.scheme == "http" and name not in ("localhost", "127.0.0.1", "::1")
        ),
    }
    return next((words for words, is_so in faults.items() if is_so), "")


def _tidy_address(address: str) -> str:
    """The address as browsers name it: in lower case, without the usual port and without a slash at the end."""
    parts = urlsplit(address)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{name}" + (f":{parts.port}" if parts.port not in (None, usual) else "")


def _can_traverse(user: str, folder: Path) -> bool:
    """Whether `user` may enter `folder`, by the permission bits of it and of every folder above that exists."""
    try:
        account = pwd.getpwnam(user)
    except KeyError:
        return True
    groups = {account.pw_gid, *os.getgrouplist(user, account.pw_gid)}
    for place in (folder, *folder.parents):
        if not place.exists():
            continue
        state = place.stat()
        if state.st_uid == account.pw_uid:
            allowed = state.st_mode & 0o100
        elif state.st_gid in groups:
            allowed = state.st_mode & 0o010
        else:
            allowed = state.st_mode & 0o001
        if not allowed:
            return False
    return True
