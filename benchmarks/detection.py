"""How fast are searches matched? Two figures: events a second at two searches in a hundred, and µs for a new search.

CPU time of one process, so that a shared machine disturbs little. Nothing is compared with peers: none that can be
installed here watches searches for a child's safety.
"""

import argparse
import json
import time

import msgspec

from tutela.detection.rule import example_events
from tutela.detection.ruleset import compile_ruleset, read_library

EVENTS = 100_000
BATCH = 5_000
ORDINARY = ("photosynthesis question {}", "how do i get to school in {} minutes", "what is the meaning of poem {}")


def main(arguments: list[str]) -> int:
    """Print the figures; 0 always, since a shared machine proves no floor."""
    parser = argparse.ArgumentParser(prog="detection")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    began = time.process_time()
    matcher = compile_ruleset(read_library())
    compiled = time.process_time() - began
    (event,) = example_events("x")
    replace = msgspec.structs.replace
    searches = [ORDINARY[n % 3].format(n) for n in range(3_000)]
    began = time.process_time()
    for searched in searches:
        matcher.terms.read(searched)
    each = (time.process_time() - began) / len(searches)
    events = [
        replace(
            event, seq=n, host=f"site{n % 5000}.example", path="/", search_terms=f"rivers of {n}" if n % 50 == 0 else ""
        )
        for n in range(1, EVENTS + 1)
    ]
    began = time.process_time()
    for start in range(0, EVENTS, BATCH):
        matcher.match(events[start : start + BATCH])
    rate = EVENTS / (time.process_time() - began)
    figures = {
        "rules": len(matcher.rules),
        "compile_seconds": round(compiled, 2),
        "new_search_microseconds": round(each * 1e6, 1),
        "events_a_second_and_core": round(rate),
    }
    print(json.dumps(figures) if options.json else "\n".join(f"{name}: {value}" for name, value in figures.items()))
    return 0
