"""The fixtures of a running gateway; what they offer stands in `running.py`."""

from tests.gateway.running import edge, reachable_folder, web

__all__ = ["edge", "reachable_folder", "web"]
