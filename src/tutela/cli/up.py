"""`tutela up`: sets up what is missing, starts every process, says where they are, and keeps them alive."""

import argparse
import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tutela.cli import alone, check, install, ports, processes
from tutela.cli.filtered import is_filtered_here
from tutela.cli.install import CannotInstall
from tutela.cli.prepare import prepare, step
from tutela.cli.ready import READY, note_web_port
from tutela.cli.supervise import Process, Supervisor, say, wait_until
from tutela.filtering.snapshot import names_in_force
from tutela.gateway import debian
from tutela.settings import BadSetting, Settings

READY_SECONDS = 60.0


def add_arguments(verbs: Any) -> None:
    parser = verbs.add_parser("up", help="set up what is missing, then run everything")
    parser.add_argument("--demo", action="store_true", help="with a small fictitious school to look around in")
    parser.add_argument("--port", dest="web_port", type=int, metavar="PORT", help="port of the web application (8000)")
    parser.add_argument("--proxy-port", type=int, metavar="PORT", help="port of the filtering proxy (3128)")
    parser.add_argument("--only", metavar="NAMES", help=f"some of {', '.join(processes.NAMES)}, with commas between")
    # what the supervisor gives its own children: everything is prepared, run the one process here
    parser.add_argument("--as-child", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace, settings: Settings) -> int:
    names = _chosen(options.only)
    if options.as_child:
        return processes.run_process(names[0], settings)
    supervisor = Supervisor([_process(name, settings) for name in names], settings.run, say)
    try:
        links = _make_ready(supervisor, names, settings, demo=options.demo)
    except (alone.AlreadyRuns, CannotInstall, OSError) as error:
        supervisor.drain()
        print(f"tutela: {error}", file=sys.stderr)
        return 2
    except BaseException:  # Ctrl-C while things are made ready, too: nothing is left half-started
        supervisor.drain()
        raise
    return _run_all(supervisor, settings, links)


def _make_ready(supervisor: Supervisor, names: list[str], settings: Settings, *, demo: bool) -> list[tuple[str, str]]:
    """Everything that the processes need. What needs no records is started as soon as that is known to be there.

    Where a provider filters for everybody, nothing of the proxy is asked for: neither its packages nor its port.
    """
    settings.make_folders()
    alone.hold(settings, names)
    if wrong := list(check.wrong_settings(settings)):
        raise BadSetting(wrong[0])
    proxy = "gateway" in names and is_filtered_here(settings)
    if "gateway" in names and not proxy:
        _leave_gateway_out(supervisor)
    ports.require_all_free(settings, say, web="web" in names, proxy=proxy)
    if (
        settings.keys.exists()
        and names_in_force(settings.snapshots)
        and not (proxy and install.missing_debian_packages("run"))
    ):
        supervisor.start(("recorder", "gateway"))
    needs = [need for need, wanted in (("run", proxy), ("paper", "gateway" in names)) if wanted]
    missing = prepare(settings, say, needs=needs)
    if missing:
        say(
            f"Nothing is filtered: {' '.join(missing)} is missing and {sys.argv[0]} may not install it. "
            f"Everything else runs. Add it with: {debian.add_command(missing)}"
        )
        supervisor.leave_out("gateway")
    elif proxy and not (engine := check.squid(settings, {})).well:
        raise BadSetting(engine.words)
    links, filters_here = _open_school(settings, demo=demo)
    if proxy and not filters_here:  # nobody could tell before the records had this version's form
        _leave_gateway_out(supervisor)
    return links


def _leave_gateway_out(supervisor: Supervisor) -> None:
    say("No gateway: a provider filters here. Its records come in with: ./tutela events import FILE")
    supervisor.leave_out("gateway")


def _chosen(only: str | None) -> list[str]:
    names = [name.strip() for name in (only or ",".join(processes.NAMES)).split(",")]
    for name in names:
        if name not in processes.NAMES:
            raise BadSetting(f"--only {name} is not a process; the processes are {', '.join(processes.NAMES)}")
    return [name for name in processes.NAMES if name in names]


def _open_school(settings: Settings, *, demo: bool) -> tuple[list[tuple[str, str]], bool]:
    """The school, its first snapshot, a one-time link for each who may sign in (who, link), and whether we filter."""
    from tutela.web.project import first_start

    with step(say, "School and its filter") as notes:
        opened = first_start.open_school(settings, demo=demo)
        notes.extend(opened.notes)
    return opened.links, opened.filters_here


def _run_all(supervisor: Supervisor, settings: Settings, links: list[tuple[str, str]]) -> int:
    names = [process.name for process in supervisor.processes]
    ready: dict[str, Callable[[], bool]] = {name: functools.partial(READY[name], settings) for name in names}
    supervisor.obey_signals()
    if "web" in names:
        note_web_port(settings)
    try:
        supervisor.start()
        late = wait_until(ready, READY_SECONDS, supervisor.look_after, lambda: supervisor.stopping)
        if supervisor.stopping:
            return 0
        for process in supervisor.processes:
            if process.name in late:
                say(f"{process.name} is not ready yet: {process.last_words()} (its log is {process.log})")
        _announce(names, settings, links)
        supervisor.watch()
    finally:
        say("Stopping …")
        supervisor.drain()
        say("Stopped. Nothing that was acknowledged is lost.")
    return 0


def _process(name: str, settings: Settings) -> Process:
    command = [sys.executable, "-m", "tutela.cli", "up", "--as-child", "--only", name]
    command += ["--data", str(settings.data), "--keys", str(settings.keys)]
    command += ["--port", str(settings.web_port), "--proxy-port", str(settings.proxy_port)]
    # Squid goes on filtering while its supervisor is started again
    return Process(name, command, Path(settings.log) / f"{name}.log", outlived=name == "gateway")


def _announce(names: list[str], settings: Settings, links: list[tuple[str, str]]) -> None:
    """What a person needs next, on standard output: addresses and one-time links."""
    if "web" in names:
        print(f"\n  Tutela       {settings.site_address}")
    if "gateway" in names:
        print(f"  Proxy        {settings.proxy_address}:{settings.proxy_port}")
    if links:
        print("\n  Sign in with a link below. Each works once, for the next 24 hours.\n")
        width = max(len(who) for who, _ in links)
        for who, link in links:
            print(f"  {who:<{width}}  {link}")
    print("\n  Ctrl-C stops everything.\n", flush=True)
