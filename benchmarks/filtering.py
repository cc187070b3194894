"""How fast is a decision, and how small the index? Squid's helper and squidGuard answer the same requests, in turns.

    python -m benchmarks.filtering [--entries N | --lists PATH] [--requests N] [--rounds N] [--squidguard PATH] [--json]

Without `--lists` the lists are made up, the same in every run: 95 categories of very different size. Of the requests
5 % are for listed sites, the others for sites whose names follow what people ask for (few names very often, Zipf 0.9).
Trust ratios within one run more than figures from two.
"""

import argparse
import contextlib
import itertools
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tutela.filtering.address import parse
from tutela.filtering.defaults import default_policy
from tutela.filtering.engine import Filter, Request
from tutela.filtering.index import Index, open_index
from tutela.filtering.lists import add_list, compile_lists
from tutela.filtering.publish import publish_policy
from tutela.filtering.ruleset import policy_from
from tutela.filtering.sources import Reading, read_source
from tutela.gateway import prepare
from tutela.gateway.activate import activate
from tutela.gateway.place import Place, RunUser
from tutela.keys import KeyFolder

SEED = 20261122
CATEGORIES = 95
SLUG = "bench"
GROUP = "learners-5-7"
PEER_REQUESTS = 5_000
"""squidGuard is asked fewer requests, since it takes a thousand times as long for one."""


class Answered(NamedTuple):
    """What one run of a helper cost, its start taken off."""

    per_second: float
    cpu_us: float
    blocked: int


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Exit status 1 if helper and peer disagree on more than one request in a hundred."""
    args = _arguments(arguments)
    with tempfile.TemporaryDirectory(prefix="tutela-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        result = _measure(args, folder)
    if args.json:
        print(json.dumps(result))
    else:
        for key, value in result.items():
            print(f"{key:34} {value:>14,}" if isinstance(value, int | float) else f"{key:34} {value:>14}")
    agreement = result.get("agreement_pct", 100)
    return 0 if agreement >= 99 else 1


def _measure(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    lists = _read(args.lists) if args.lists else made_up_lists(args.entries)
    _say(f"{sum(map(len, lists.values())):,} entries in {len(lists)} categories")
    table, build_seconds = _compiled(folder, lists)
    started = time.perf_counter()
    index = open_index(table)
    open_ms = (time.perf_counter() - started) * 1e3
    requests = made_up_requests(lists, args.requests)
    result: dict[str, Any] = {
        "entries": index.counts["hosts"] + index.counts["pages"],
        "categories": index.counts["categories"],
        "category_sets": index.counts["sets"],
        "build_seconds": round(build_seconds, 2),
        "open_ms": round(open_ms, 1),
        "mb_per_million": round(table.stat().st_size / (index.counts["hosts"] + index.counts["pages"]), 1),
    }
    result |= _in_process(index, requests)
    helper = _helper(folder, table)
    peer = _squidguard(folder, lists, args.squidguard)
    ours: list[Answered] = []
    theirs: list[Answered] = []
    same = 0.0
    for _ in range(args.rounds):
        ours.append(_answers(helper, [f"{n} {url} 10.0.0.1 - GET" for n, url in enumerate(requests)], folder, b" ERR "))
        if peer:
            few = requests[:PEER_REQUESTS]
            theirs.append(_answers(peer, [f"{url} 10.0.0.1/- - GET" for url in few], folder, b"blocked"))
            again = _answers(helper, [f"{n} {url} 10.0.0.1 - GET" for n, url in enumerate(few)], folder, b" ERR ")
            same = 100 - 100 * abs(again.blocked - theirs[-1].blocked) / len(few)
    result |= _figures("helper", ours)
    if not peer:
        return result | {"squidguard": "not found"}
    result |= _figures("squidguard", theirs)
    ratio = median(one.per_second for one in ours) / median(one.per_second for one in theirs)
    return result | {"times_squidguard": round(ratio, 1), "agreement_pct": round(same, 2)}


def made_up_lists(entries: int) -> dict[str, set[str]]:
    """Lists of that many entries: categories of Zipf sizes, one entry in twenty in a second one too, some pages."""
    dice = random.Random(SEED)
    weights = list(itertools.accumulate(1 / (n + 1) for n in range(CATEGORIES)))
    lists: dict[str, set[str]] = {f"bench-{n:02}": set() for n in range(CATEGORIES)}
    names = list(lists)
    for number in range(entries):
        host = f"{dice.choice(SUBDOMAINS)}{dice.getrandbits(40):x}.{dice.choice(TOPS)}"
        entry = f"{host}/{dice.getrandbits(20):x}/" if number % 20 == 0 else host
        for _ in range(2 if number % 20 == 7 else 1):
            lists[names[bisect(weights, dice.random() * weights[-1])]].add(entry.rstrip("/"))
    return lists


SUBDOMAINS = ("",) * 8 + ("www.", "m.", "cdn.eu.")
TOPS = ("com", "net", "org", "co.uk", "example.com", "de", "info", "xyz", "blogspot.com")


def made_up_requests(lists: dict[str, set[str]], count: int) -> list[str]:
    """URLs as a school asks for them; one in twenty is for a listed site, half of those below it."""
    dice = random.Random(SEED + 1)
    # Nothing lies below an IP address.
    names = (entry for entries in lists.values() for entry in entries if "/" not in entry)
    listed = sorted({name for name in names if not name[-1].isdigit() and ":" not in name})
    hits = dice.sample(listed, min(len(listed), 60_000))
    subs = ("www.", "www.", "www.", "", "cdn.", "static.", "api.", "img.", "m.", "login.", "eu-west-1.api.", "a.b.cdn.")
    # Real lists may name all of a blogging host, and then every site below it is listed.
    tops = sorted(set(TOPS) - set(listed))
    others = [f"{dice.choice(subs)}site-{dice.getrandbits(32):x}.{dice.choice(tops)}" for _ in range(150_000)]
    weights = list(itertools.accumulate(1 / (n + 1) ** 0.9 for n in range(len(others))))
    paths = ("/", "/index.html", "/api/v2/items?id=7&lang=en", "/static/js/app.81.js", "/learn/maths/ks3/unit-4/lesson")
    urls = []
    for _ in range(count):
        if dice.random() < 0.05:
            host = dice.choice(("", "www.", "a.")) + dice.choice(hits)
        else:
            host = others[bisect(weights, dice.random() * weights[-1])]
        urls.append(f"http://{host}{dice.choice(paths)}")
    return urls


def _read(path: Path) -> dict[str, set[str]]:
    return read_source(path).entries


def _compiled(folder: Path, lists: dict[str, set[str]]) -> tuple[Path, float]:
    add_list(folder / "lists", "bench", Reading(entries=lists), at=datetime.now(UTC), path="benchmark")
    started = time.perf_counter()
    return compile_lists(folder / "lists", say=_say), time.perf_counter() - started


def _in_process(index: Index, requests: list[str]) -> dict[str, int]:
    made = Filter(policy_from(_policy()), index)
    at = datetime.now(UTC)
    addresses = [parse(url) for url in requests]
    asked = [Request(address, at, GROUP) for address in addresses]
    return {
        "ns_per_lookup": _ns(lambda: [index.find(address.host) for address in addresses], len(requests)),
        "ns_per_decision": _ns(lambda: [made.decide(one) for one in asked], len(requests)),
        "ns_per_decision_with_parsing": _ns(
            lambda: [made.decide(Request(parse(url), at, GROUP)) for url in requests], len(requests)
        ),
    }


def _ns(work: Callable[[], object], count: int) -> int:
    """CPU nanoseconds for each, the best of three."""
    best = float("inf")
    for _ in range(3):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return round(best / count * 1e9)


def _policy() -> dict[str, Any]:
    return default_policy({"id": 1, "slug": SLUG, "name": "Benchmark"})


def _helper(folder: Path, table: Path) -> list[str]:
    """The gateway's own helper, set up as the gateway sets it up, but run as ourselves."""
    keys = KeyFolder(folder / "keys")
    keys.ensure()
    publish_policy(folder / "snapshots", _policy(), table, keys.signing_key(), datetime.now(UTC))
    edge = folder / "edge"
    place, user = Place(edge, SLUG), RunUser("", 0, 0, drops=False)
    prepare.make_place(place, user)
    prepare.put_secret(place, user, "page.key", bytes(32))
    activate(folder / "snapshots", place, keys.verify_key())
    program = prepare.copy_code(edge) / "tutela" / "gateway" / "helper.py"
    python = next((one for one in ("/usr/bin/python3", "/usr/local/bin/python3") if Path(one).exists()), sys.executable)
    return [python, "-ISu", str(program), "decide", str(edge), SLUG, "3129"]


def _squidguard(folder: Path, lists: dict[str, set[str]], program: str) -> list[str] | None:
    """squidGuard with the same lists in databases it has built, every category denied; None if it is not there."""
    found = shutil.which(program)
    if not found:
        return None
    home = folder / "squidguard"
    config = [f"dbhome {home}", f"logdir {home}"]
    for name, entries in lists.items():
        (home / name).mkdir(parents=True)
        hosts = "".join(f"{entry}\n" for entry in sorted(entries) if "/" not in entry)
        pages = "".join(f"{entry}\n" for entry in sorted(entries) if "/" in entry)
        (home / name / "domains").write_text(hosts)
        (home / name / "urls").write_text(pages)
        kinds = [f"{kind}list {name}/{kind}s" for kind, text in (("domain", hosts), ("url", pages)) if text]
        config.append(f"dest {name} {{\n " + "\n ".join(kinds) + "\n}")
    denied = " ".join(f"!{name}" for name in lists)
    config.append(f"acl {{\n default {{\n  pass {denied} all\n  redirect http://127.0.0.1/blocked\n }}\n}}")
    (home / "squidguard.conf").write_text("\n".join(config) + "\n")
    started = time.perf_counter()
    subprocess.run([found, "-c", home / "squidguard.conf", "-C", "all"], check=True, capture_output=True, timeout=600)
    _say(f"squidGuard has built its databases in {time.perf_counter() - started:.1f} s")
    return [found, "-c", str(home / "squidguard.conf")]


def _answers(command: list[str], lines: list[str], folder: Path, blocked: bytes) -> Answered:
    """Let a helper answer all lines from a file, and an empty one, whose cost is that of the start."""
    asked, said = folder / "asked", folder / "said"
    costs = []
    for text in ("", "".join(f"{line}\n" for line in lines)):
        asked.write_text(text)
        with _cost() as cost, asked.open("rb") as given, said.open("wb") as taken:
            subprocess.run(command, stdin=given, stdout=taken, stderr=subprocess.DEVNULL, check=True, timeout=600)
        costs.append(cost)
    answers = said.read_bytes().splitlines()
    if len(answers) != len(lines):
        raise SystemExit(f"{command[0]} gave {len(answers):,} answers to {len(lines):,} requests")
    wall = max(costs[1][0] - costs[0][0], 1e-6)
    cpu = max(costs[1][1] - costs[0][1], 0.0)
    return Answered(len(lines) / wall, cpu / len(lines) * 1e6, sum(blocked in answer for answer in answers))


@contextlib.contextmanager
def _cost() -> Iterator[list[float]]:
    """Seconds on the clock, and of CPU in child processes, of what is done inside."""
    cost: list[float] = []
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    yield cost
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    cost += [time.perf_counter() - started, used]


def _figures(name: str, runs: list[Answered]) -> dict[str, Any]:
    rates = [round(run.per_second) for run in runs]
    return {
        f"{name}_requests_per_second": round(median(rates)),
        f"{name}_lowest_and_highest": f"{min(rates):,} {max(rates):,}",
        f"{name}_cpu_us_per_request": round(median(run.cpu_us for run in runs), 2),
    }


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tutela bench filtering", description="How fast is a decision?")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--entries", type=int, default=500_000, help="size of the made-up lists")
    what.add_argument("--lists", type=Path, help="real lists instead: a folder or an archive")
    parser.add_argument("--requests", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3, help="how often helper and peer take turns")
    parser.add_argument("--squidguard", default="squidGuard", help="the peer's program")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
