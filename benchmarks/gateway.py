"""What does filtering cost at the proxy? Squid with our helper against bare Squid, in turns, on the same small web.

    python -m benchmarks.gateway [--rounds N] [--seconds N] [--connections N] [--json]

Both ask the same origin directly (names come from a hosts file; a parent proxy would leak memory). Bare Squid is the
same configuration without the helper: no lists, no identity, only the log. One request in twenty is for a blocked
site; bare Squid lets it through. CPU is taken from the kernel's own accounts, so it says more than requests a second on
a machine that does other things; trust ratios within a run more than figures from two.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

TICKS = os.sysconf("SC_CLK_TCK")
BLOCKED_EVERY = 20
LEFT_OUT = r"external_acl_type|auth_param|acl permitted|acl signed_in|ssl|http_access|deny_info|sslcrtd"


class Cost(NamedTuple):
    """One run under load."""

    per_second: float
    squid_us: float
    helper_us: float
    p50_ms: float
    p99_ms: float

    @property
    def total_us(self) -> float:
        return self.squid_us + self.helper_us


def main(arguments: list[str] | None = None) -> int:
    """Measure and print. Exit status 2 where Squid is missing."""
    args = _arguments(arguments)
    from tests.gateway.origin import origin
    from tests.gateway.running import NAMES, make_edge

    if not shutil.which("squid"):
        print("benchmarks.gateway: Squid is not installed", file=sys.stderr)
        return 2
    folder = Path(tempfile.mkdtemp(prefix="tutela-edge-"))
    folder.chmod(0o755)
    try:
        with origin(folder / "web", NAMES) as served, _fast_origin(folder, served.address) as names:
            edge = make_edge(folder, served)
            served.hosts_file.write_text(f"{served.address} {' '.join(NAMES)}\n{names}\n")
            edge.start()
            try:
                with _bare_squid(edge) as bare:
                    rounds = _rounds(args, edge, bare)
            finally:
                edge.end()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    _report(rounds, args.json)
    return 0


def _rounds(args: argparse.Namespace, edge: Any, bare: tuple[int, int]) -> dict[str, list[Cost]]:
    """Runs in turns: bare, filtered, filtered, bare, so that a slow moment of the machine meets both."""
    rounds: dict[str, list[Cost]] = {}
    for name, connections in (("one connection", 1), (f"{args.connections} connections", args.connections)):
        for turn in range(args.rounds):
            both = ["bare", "filtered"] if turn % 2 == 0 else ["filtered", "bare"]
            for kind in both:
                port, pid = bare if kind == "bare" else (edge.settings.proxy_port, edge.squid_pid())
                helpers = edge.helpers() if kind == "filtered" else []
                cost = asyncio.run(_load(port, pid, helpers, connections, args.seconds))
                rounds.setdefault(f"{name}, {kind}", []).append(cost)
    return rounds


async def _load(port: int, pid: int, helpers: list[int], connections: int, seconds: float) -> Cost:
    """Keep-alive connections that ask one after the other."""
    times: list[float] = []
    until = time.perf_counter() + 0.5
    await asyncio.gather(*(_ask(port, until, [], number) for number in range(connections)))
    before, helper_before = _cpu_seconds(pid), sum(map(_cpu_seconds, helpers))
    began = time.perf_counter()
    await asyncio.gather(*(_ask(port, began + seconds, times, number) for number in range(connections)))
    took = time.perf_counter() - began
    squid = (_cpu_seconds(pid) - before) / len(times) * 1e6
    helper = (sum(map(_cpu_seconds, helpers)) - helper_before) / len(times) * 1e6
    ordered = sorted(times)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    return Cost(len(times) / took, squid, helper, p50 * 1e3, p99 * 1e3)


async def _ask(port: int, until: float, times: list[float], number: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = number
    while time.perf_counter() < until:
        asked += 1
        host = "bench-blocked.test" if asked % BLOCKED_EVERY == 0 else "bench-open.test"
        began = time.perf_counter()
        writer.write(f"GET http://{host}/{asked} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        if length:
            await reader.readexactly(int(length[1]))
        times.append(time.perf_counter() - began)
        if not length or b"close" in head.lower().partition(b"connection:")[2][:20]:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.close()


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


@contextmanager
def _fast_origin(folder: Path, taken: str) -> Iterator[str]:
    """An origin in a process of its own that costs little; yields its line of the hosts file."""
    address = taken.rpartition(".")[0] + ".251"
    script = folder / "fast_origin.py"
    script.write_text(
        "import asyncio, sys\n"
        "BODY = b'x' * 1000\n"
        "REPLY = b'HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: 1000\\r\\n\\r\\n' + BODY\n"
        "class Origin(asyncio.Protocol):\n"
        "    def connection_made(self, transport): self.transport, self.seen = transport, b''\n"
        "    def data_received(self, data):\n"
        "        self.seen += data\n"
        "        while b'\\r\\n\\r\\n' in self.seen:\n"
        "            self.seen = self.seen.partition(b'\\r\\n\\r\\n')[2]\n"
        "            self.transport.write(REPLY)\n"
        "async def main():\n"
        "    server = await asyncio.get_running_loop().create_server(Origin, sys.argv[1], 80)\n"
        "    await server.serve_forever()\n"
        "asyncio.run(main())\n"
    )
    process = subprocess.Popen([sys.executable, str(script), address])
    try:
        yield f"{address} bench-open.test bench-blocked.test"
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _bare_squid(edge: Any) -> Iterator[tuple[int, int]]:
    """The same Squid without the filter; yields its port and process id."""
    from tests.ports import free_port

    edge.entries["gambling"].append("bench-blocked.test")
    edge.publish()
    port, place = free_port(), edge.place
    folder = place.edge / "bare"
    folder.mkdir()
    folder.chmod(0o777)
    keep = []
    for line in (place.conf / "squid.conf").read_text().replace("\\\n", "").splitlines():
        if re.match(
            r"external_acl_type|auth_param|acl permitted|acl signed_in|ssl|http_access|deny_info|sslcrtd", line
        ):
            continue
        keep.append(re.sub(r"^http_port .*", f"http_port 127.0.0.1:{port}", line))
    text = "\n".join([*keep, "http_access allow devices", "http_access deny all", ""])
    text = text.replace(str(place.own), str(folder)).replace(str(place.squid_spool), str(folder))
    conf = folder / "squid.conf"
    conf.write_text(text)
    process = subprocess.Popen(["squid", "-N", "-n", f"tutelabare{os.getpid()}", "-f", str(conf)])
    try:
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and not (folder / "squid.pid").exists():
            time.sleep(0.1)
        time.sleep(1)
        yield port, int((folder / "squid.pid").read_text())
    finally:
        process.terminate()
        process.wait(15)
        for segment in Path("/dev/shm").glob(f"tutelabare{os.getpid()}-*"):
            segment.unlink()


def _report(rounds: dict[str, list[Cost]], as_json: bool) -> None:
    for name, costs in rounds.items():
        middle = Cost(*(median(column) for column in zip(*costs, strict=True)))
        totals = [cost.total_us for cost in costs]
        if as_json:
            said = {"run": name, **middle._asdict(), "total_us": middle.total_us}
            print(json.dumps(said | {"lowest_us": min(totals), "highest_us": max(totals), "rounds": len(costs)}))
        else:
            print(
                f"{name:<28}{middle.per_second:>8,.0f} requests/s  Squid {middle.squid_us:>5.0f} + helper "
                f"{middle.helper_us:>4.0f} µs CPU (all: {min(totals):.0f} to {max(totals):.0f})  "
                f"p50 {middle.p50_ms:.2f} ms  p99 {middle.p99_ms:.2f} ms"
            )
    for name in {key.rpartition(",")[0] for key in rounds}:
        pairs = zip(rounds[f"{name}, filtered"], rounds[f"{name}, bare"], strict=True)
        ratios = sorted(filtered.total_us / bare.total_us for filtered, bare in pairs)
        if as_json:
            print(json.dumps({"run": name, "cpu_ratio": median(ratios), "lowest": ratios[0], "highest": ratios[-1]}))
        else:
            print(f"{name}: filtered costs {median(ratios):.2f} times bare (from {ratios[0]:.2f} to {ratios[-1]:.2f})")


def _arguments(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks.gateway", description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
