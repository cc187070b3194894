"""Actions that wait for each other, so that none could ever be begun."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def find_path(waits: Mapping[K, Collection[K]], start: K, end: K) -> list[K]:
    """A way from start to end along what each waits for, both included; [] where there is none."""
    came: dict[K, K | None] = {start: None}
    todo = [start]
    while todo:
        here = todo.pop()
        if here == end:
            path = [here]
            while (before := came[path[-1]]) is not None:
                path.append(before)
            return path[::-1]
        for there in waits.get(here, ()):
            if there not in came:
                came[there] = here
                todo.append(there)
    return []


def circle_made(waits: Mapping[K, Collection[K]], waiting: K, on: K) -> list[K]:
    """The circle that would close if `waiting` waited for `on` as well, beginning and ending with it; [] for none."""
    path = find_path(waits, on, waiting)
    return [waiting, *path] if path else []


def list_circular(waits: Mapping[K, Collection[K]]) -> set[K]:
    """All that stand in a circle."""
    return {one for one, others in waits.items() if any(find_path(waits, other, one) for other in others)}
