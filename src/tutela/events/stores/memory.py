"""Events kept in memory: for tests, and as the plain-words reading of every named statement."""

import datetime as dt
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from tutela.events import positions, statements
from tutela.events.event import Event, Match
from tutela.events.statements import Row, Value


class MemoryStore:
    """Answers as the other stores do; forgets everything with its process."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {
            name: []
            for name in ("events", "held_events", "matches", "records", "gaps", "imports", "holds", "retention_choices")
        }
        self._tokens: set[tuple[str, str]] = set()
        self._turn = threading.RLock()

    def query(self, name: str, **parameters: Value) -> list[Row]:
        """Answer a named question."""
        statements.query_text(name, parameters)
        answer: Callable[[dict[str, Any]], list[Row]] = getattr(self, f"_{name}")
        with self._turn:
            return answer(dict(parameters))

    def events(self, name: str, **parameters: Value) -> list[Event]:
        """Answer a named question whose rows are whole events."""
        return msgspec.convert(self.query(name, **parameters), list[Event])

    def write(self, name: str, **parameters: Value) -> None:
        """Make a named change."""
        statements.write_text(name, parameters)
        change: Callable[[dict[str, Any]], None] = getattr(self, f"_{name}")
        with self._turn:
            change(dict(parameters))

    def insert(self, events: Sequence[Event], token: str) -> None:
        """Store events; a second insert with the same token changes nothing."""
        rows = [msgspec.structs.asdict(event) | {"categories": list(event.categories)} for event in events]
        self.insert_rows("events", rows, token)

    def insert_matches(self, matches: Sequence[Match], token: str) -> None:
        """Store matches; a second insert with the same token changes nothing."""
        self.insert_rows("matches", [msgspec.structs.asdict(match) for match in matches], token)

    def insert_rows(self, table: str, rows: Sequence[Row], token: str) -> None:
        """Store rows of any table that takes them."""
        with self._turn:
            if (table, token) in self._tokens:
                return
            self._tokens.add((table, token))
            if table == "matches":
                given = [(row["position"], row.get("alerts", True)) for row in rows]
                places = positions.place(given, self._last_position({})[0]["position"])
                rows = [{**row, "position": place} for row, place in zip(rows, places, strict=True)]
            self.tables[table] += [dict(row) for row in rows]

    def insert_block(self, table: str, block: bytes, token: str) -> None:
        """Store rows given as an Arrow stream."""
        import pyarrow as pa

        self.insert_rows(table, pa.ipc.open_stream(block).read_all().to_pylist(), token)

    def close(self) -> None:
        """Nothing to let go of."""

    # questions -------------------------------------------------------------------------------------------------

    def _timeline_of_person(self, ask: dict[str, Any]) -> list[Row]:
        of_person = (e for e in self._between("events", ask) if e["user"] == ask["user"])
        return _in_order(e for e in of_person if e["site_id"] == ask["site_id"])[: ask["limit"]]

    def _around_event(self, ask: dict[str, Any]) -> list[Row]:
        key = (ask["source_id"], ask["seq"])
        the = next((e for e in _in_order(self.tables["events"]) if (e["source_id"], e["seq"]) == key), None)
        if the is None:
            return []
        same = "user" if the["user"] else "src_ip"
        mine = _in_order(
            e for e in self.tables["events"] if all(e[column] == the[column] for column in ("site_id", "user", same))
        )
        at = mine.index(the)
        return mine[max(0, at - ask["before"]) : at + ask["after"] + 1]

    def _trace(self, ask: dict[str, Any]) -> list[Row]:
        stays = list(zip(ask["at_addresses"], ask["at_from"], ask["at_until"], strict=True))

        def wanted(e: Any) -> bool:
            there = not e["user"] and any(e["src_ip"] == a and since <= e["time"] < to for a, since, to in stays)
            return (
                (not ask["users"] or e["user"] in ask["users"] or there)
                and (not ask["site_id"] or e["site_id"] == ask["site_id"])
                and (not ask["device"] or ask["device"] in (e["device"], e["src_ip"]))
                and (not ask["host"] or e["host"] == ask["host"] or e["host"].endswith("." + ask["host"]))
                and (e["url"].startswith(ask["url"]) or (e["host"] + e["path"]).startswith(ask["url"]))
            )

        return _in_order(e for e in self._between("events", ask) if wanted(e))[: ask["limit"]]

    def _matches_since(self, ask: dict[str, Any]) -> list[Row]:
        matches: list[Any] = self.tables["matches"]
        newer = (m for m in matches if m["position"] > ask["position"])
        return sorted(newer, key=lambda m: m["position"])[: ask["limit"]]

    def _matches_between(self, ask: dict[str, Any]) -> list[Row]:
        names = ("match_id", "rule_id", "site_id", "user", "device", "source_id", "seq", "time")
        found = sorted(self._between("matches", ask), key=lambda m: (m["time"], m["match_id"]))
        return [{name: m[name] for name in names} for m in found[: ask["limit"]]]

    def _matches_by_rule(self, ask: dict[str, Any]) -> list[Row]:
        here = [m for m in self._between("matches", ask) if m["site_id"] == ask["site_id"]]
        keys = ("severity", "rule_id", "theme", "origin")
        counts = Counter(tuple(m[key] for key in keys) for m in here)
        silent = Counter(tuple(m[key] for key in keys) for m in here if not m["alerts"])
        return [dict(zip(keys, k, strict=True)) | {"found": counts[k], "silent": silent[k]} for k in sorted(counts)]

    def _events_between(self, ask: dict[str, Any]) -> list[Row]:
        after = (ask["from"], ask["after_source"], ask["after_seq"])
        here = (e for e in self._between("events", ask) if ask["site_id"] in (0, e["site_id"]))
        return _in_order(e for e in here if (e["time"], e["source_id"], e["seq"]) > after)[: ask["limit"]]

    def _events_counted(self, ask: dict[str, Any]) -> list[Row]:
        return [{"events": sum(ask["site_id"] in (0, e["site_id"]) for e in self._between("events", ask))}]

    def _matches_of_source(self, ask: dict[str, Any]) -> list[Row]:
        matches: list[Any] = self.tables["matches"]
        return [
            {"match_id": m["match_id"]} for m in matches if m["source_id"] == ask["source_id"] and m["seq"] > ask["seq"]
        ]

    def _last_position(self, _: dict[str, Any]) -> list[Row]:
        positions: list[Any] = [m["position"] for m in self.tables["matches"]]
        return [{"position": max(positions, default=0)}]

    def _blocked_by_category_and_group(self, ask: dict[str, Any]) -> list[Row]:
        counts = Counter(
            (category, e["group"])
            for e in self._between("events", ask)
            if e["action"] == "block" and e["site_id"] == ask["site_id"]
            for category in e["categories"]
        )
        return [{"category": key[0], "group": key[1], "requests": n} for key, n in _most_first(counts)]

    def _requests_per_day(self, ask: dict[str, Any]) -> list[Row]:
        zone = ZoneInfo(ask["time_zone"])
        requests: Counter[str] = Counter()
        blocked: Counter[str] = Counter()
        for e in self._between("events", ask):
            if e["site_id"] == ask["site_id"]:
                day = e["time"].astimezone(zone).date().isoformat()
                requests[day] += 1
                blocked[day] += e["action"] == "block"
        return [{"day": day, "requests": requests[day], "blocked": blocked[day]} for day in sorted(requests)]

    def _addresses_known(self, ask: dict[str, Any]) -> list[Row]:
        here = [e for e in self._between("events", ask) if e["site_id"] == ask["site_id"] and e["src_ip"]]
        known = {e["src_ip"] for e in here if e["user"] or e["device"]}
        return [{"addresses": len({e["src_ip"] for e in here}), "known": len(known)}]

    def _decision_counts(self, ask: dict[str, Any]) -> list[Row]:
        here = (e for e in self._between("events", ask) if e["site_id"] == ask["site_id"])
        counts = Counter((e["action"], e["rule"], e["reason"]) for e in here)
        return [{"action": k[0], "rule": k[1], "reason": k[2], "requests": n} for k, n in _most_first(counts)]

    def _recent_blocked(self, ask: dict[str, Any]) -> list[Row]:
        blocked = (e for e in self._between("events", ask) if e["action"] == "block")
        return _in_order(blocked)[: ask["limit"]]

    def _gaps_since(self, ask: dict[str, Any]) -> list[Row]:
        gaps: list[Any] = self.tables["gaps"]
        newer = (g for g in gaps if g["found_at"] > ask["found_at"])
        return sorted(newer, key=lambda g: (g["found_at"], g["gap_id"]))[: ask["limit"]]

    def _gaps_of(self, ask: dict[str, Any]) -> list[Row]:
        return [{"gap_id": g["gap_id"]} for g in self.tables["gaps"] if g["gap_id"] in ask["gap_ids"]]

    def _source_positions(self, ask: dict[str, Any]) -> list[Row]:
        return _positions(e for e in self.tables["events"] if e["source_id"] in ask["sources"])

    def _record_positions(self, ask: dict[str, Any]) -> list[Row]:
        return _positions(r for r in self.tables["records"] if r["source_id"] in ask["sources"])

    def _sources_of_time(self, ask: dict[str, Any]) -> list[Row]:
        here = list(self._between("events", ask))
        found = _positions(here)
        for row in found:
            row["last_time"] = max(e["time"] for e in here if e["source_id"] == row["source_id"])
        return found

    def _records_of_kind(self, ask: dict[str, Any]) -> list[Row]:
        return _in_order(r for r in self._between("records", ask) if r["kind"] == ask["kind"])[: ask["limit"]]

    def _wrong_block_reports_since(self, ask: dict[str, Any]) -> list[Row]:
        records: list[Any] = self.tables["records"]
        reports = (r for r in records if r["kind"] == "report-wrong" and r["time"] > ask["time"])
        return _in_order(reports)[: ask["limit"]]

    def _imports_beginning(self, ask: dict[str, Any]) -> list[Row]:
        found: list[Any] = [i for i in self.tables["imports"] if i["first_line"] == ask["first_line"]]
        return sorted(found, key=lambda i: (-i["bytes"], -i["finished"], -i["imported_at"].timestamp()))

    def _seqs_of_source(self, ask: dict[str, Any]) -> list[Row]:
        events: list[Any] = self.tables["events"]
        found = (e["seq"] for e in events if e["source_id"] == ask["source_id"])
        return [{"seq": seq} for seq in sorted(found) if ask["first"] <= seq <= ask["last"]]

    def _days_stored(self, _: dict[str, Any]) -> list[Row]:
        kinds = ("events", "matches", "records")
        counts = Counter((kind, _day(row)) for kind in kinds for row in self.tables[kind])
        return [{"kind": key[0], "day": key[1], "rows": n} for key, n in sorted(counts.items())]

    def _holds_in_force(self, _: dict[str, Any]) -> list[Row]:
        latest: dict[object, Row] = {}
        holds: list[Any] = self.tables["holds"]
        for hold in sorted(holds, key=lambda hold: hold["changed_at"]):
            latest[hold["hold_id"]] = hold
        in_force: list[Any] = [hold for hold in latest.values() if hold["active"]]
        without = [{key: value for key, value in hold.items() if key != "active"} for hold in in_force]
        return sorted(without, key=lambda hold: hold["hold_id"])

    def _retention_choices(self, _: dict[str, Any]) -> list[Row]:
        latest: dict[object, Row] = {}
        choices: list[Any] = self.tables["retention_choices"]
        for choice in sorted(choices, key=lambda choice: choice["chosen_at"]):
            latest[choice["kind"]] = choice
        found: list[Any] = list(latest.values())
        return sorted(found, key=lambda choice: (-choice["chosen_at"].timestamp(), choice["kind"]))

    def _held_timeline(self, ask: dict[str, Any]) -> list[Row]:
        held = (e for e in self.tables["held_events"] if e["user"] == ask["user"] and e["site_id"] == ask["site_id"])
        return _in_order(held)[: ask["limit"]]

    # changes ---------------------------------------------------------------------------------------------------

    def _place_hold(self, ask: dict[str, Any]) -> None:
        at = ask.pop("at")
        self.tables["holds"].append({**ask, "active": 1, "changed_at": at})

    def _release_hold(self, ask: dict[str, Any]) -> None:
        holds: list[Any] = [hold for hold in self.tables["holds"] if hold["hold_id"] == ask["hold_id"]]
        if holds:
            last = max(holds, key=lambda hold: hold["changed_at"])
            change = {"reason": ask["reason"], "owner": ask["owner"], "active": 0, "changed_at": ask["at"]}
            self.tables["holds"].append({**last, **change})

    def _choose_retention(self, ask: dict[str, Any]) -> None:
        self.tables["retention_choices"].append({**ask, "chosen_at": ask.pop("at")})

    def _claim_import(self, ask: dict[str, Any]) -> None:
        self.tables["imports"].append({**ask, "imported_at": ask.pop("at")})

    def _keep_held(self, ask: dict[str, Any]) -> None:
        kept = {(e["source_id"], e["seq"]) for e in self.tables["held_events"]}
        events: list[Any] = self.tables["events"]
        self.tables["held_events"] += [
            dict(e)
            for e in events
            if _day(e) == ask["day"]
            and (e["site_id"], e["user"]) == (ask["site_id"], ask["user"])
            and ask["held_from"] <= e["time"] < ask["held_until"]
            and (e["source_id"], e["seq"]) not in kept
        ]

    def _drop_released(self, _: dict[str, Any]) -> None:
        held = self._held_people()
        self._keep("held_events", lambda e: (e["site_id"], e["user"]) in held)

    def _drop_day_of_events(self, ask: dict[str, Any]) -> None:
        self._keep("events", lambda row: _day(row) != ask["day"])

    def _drop_day_of_matches(self, ask: dict[str, Any]) -> None:
        self._keep("matches", lambda row: _day(row) != ask["day"])

    def _drop_day_of_records(self, ask: dict[str, Any]) -> None:
        self._keep("records", lambda row: _day(row) != ask["day"])

    def _erase_person(self, ask: dict[str, Any]) -> None:
        self._erase("events", ask)

    def _erase_matches_of_person(self, ask: dict[str, Any]) -> None:
        self._erase("matches", ask)

    def _erase(self, table: str, ask: dict[str, Any]) -> None:
        person = (ask["site_id"], ask["user"])
        if person not in self._held_people():
            self._keep(table, lambda row: (row["site_id"], row["user"]) != person)

    def _held_people(self) -> set[tuple[object, object]]:
        return {(hold["site_id"], hold["user"]) for hold in self._holds_in_force({})}

    def _keep(self, table: str, stays: Callable[[Row], bool]) -> None:
        self.tables[table] = [row for row in self.tables[table] if stays(row)]

    def _between(self, table: str, ask: dict[str, Any]) -> Iterable[Any]:
        rows: list[Any] = self.tables[table]
        until = ask.get("until", dt.datetime.max.replace(tzinfo=dt.UTC))
        return (row for row in rows if ask["from"] <= row["time"] < until)


def _in_order(rows: Iterable[Any]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["time"], row["source_id"], row["seq"]))


def _most_first(counts: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _positions(rows: Iterable[Any]) -> list[Row]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(row["source_id"], []).append(row["seq"])
    return [
        {"source_id": source, "first": min(seqs), "last": max(seqs), "events": len(seqs)}
        for source, seqs in sorted(found.items())
    ]


def _day(row: Any) -> int:
    return int(row["time"].astimezone(dt.UTC).strftime("%Y%m%d"))
