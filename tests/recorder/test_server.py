"""The recorder's socket, asked by ClickHouse's stock client and by people with worse intentions."""

import base64
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tutela.events.statements import queries
from tutela.events.store import StoreAway, StoreError
from tutela.events.stores.chdb import ChdbStore
from tutela.events.stores.clickhouse import ClickHouseStore
from tutela.recorder.server import LARGEST_REQUEST, StoreServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StoreServer]:
    folder = tmp_path_factory.mktemp("server")
    store = ChdbStore(folder / "events", synced=False)
    with StoreServer(folder / "s.sock", store, "word", lambda: {"ok": True, "sources": 2}).serving() as serving:
        yield serving
    store.close()


class Unix(http.client.HTTPConnection):
    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=60)
        self.unix = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(60)
        self.sock.connect(str(self.unix))


def ask(server: StoreServer, text: str, token: str = "word", **extra: str) -> tuple[int, bytes]:
    connection = Unix(server.path)
    basic = base64.b64encode(f"default:{token}".encode()).decode()
    path = "/?" + urlencode({"query": text, **extra})
    connection.request("POST", path, body=b"", headers={"Authorization": f"Basic {basic}"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_a_named_question_is_answered(server: StoreServer) -> None:
    status, content = ask(server, queries()["last_position"] + "\n FORMAT JSONEachRow")
    assert (status, json.loads(content)) == (200, {"position": 0})


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1",
        "SELECT * FROM file('/etc/passwd')",
        "SELECT * FROM url('http://169.254.169.254/')",
        "DROP TABLE events",
        "SELECT max(position) AS position FROM matches UNION ALL SELECT 1",
        "SELECT max(position) AS position FROM matches SETTINGS max_execution_time=0",
        "SELECT max(position) AS position FROM matches;",
        "INSERT INTO holds FORMAT ArrowStream\n",
        "INSERT INTO events FORMAT CSV\n1,2",
        "INSERT INTO events SELECT * FROM events",
        "",
    ],
)
def test_any_other_text_is_refused(server: StoreServer, text: str) -> None:
    status, _ = ask(server, text)
    assert status in (403, 500)
    assert ask(server, queries()["last_position"])[0] == 200


def test_an_answer_cannot_be_sent_to_a_file(server: StoreServer) -> None:
    assert ask(server, queries()["last_position"] + "\n FORMAT Null INTO OUTFILE '/tmp/x'")[0] == 403


@pytest.mark.parametrize("token", ["", "wrong", "word ", "wörd"])
def test_nobody_without_the_word_is_answered(server: StoreServer, token: str) -> None:
    assert ask(server, queries()["last_position"], token)[0] == 401


@pytest.mark.parametrize("token", ["'", "a' b", "", "x" * 201, "a:1', max_memory_usage='0"])
def test_a_token_that_could_mean_more_is_refused(server: StoreServer, token: str) -> None:
    status, _ = ask(server, "INSERT INTO events FORMAT ArrowStream\n", insert_deduplication_token=token)
    assert status == 500


def test_a_request_too_large_is_refused_before_it_is_read(server: StoreServer) -> None:
    connection = Unix(server.path)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", str(LARGEST_REQUEST + 1))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_a_caller_that_sends_nonsense_disturbs_nobody(server: StoreServer) -> None:
    for nonsense in (b"\x00\xff\r\n\r\n", b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"GET"):
        with socket.socket(socket.AF_UNIX) as caller:
            caller.settimeout(60)
            caller.connect(str(server.path))
            caller.sendall(nonsense)
            caller.shutdown(socket.SHUT_WR)
            caller.recv(1000)
    assert ask(server, queries()["last_position"])[0] == 200


def test_health_is_told_to_anybody_who_may_open_the_socket(server: StoreServer) -> None:
    connection = Unix(server.path)
    connection.request("GET", "/health")
    answer = connection.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, {"ok": True, "sources": 2})
    connection.close()


def test_the_socket_is_not_open_to_everybody(server: StoreServer) -> None:
    assert server.path.stat().st_mode & 0o777 == 0o660


def test_many_may_ask_at_once(server: StoreServer) -> None:
    failures: list[Exception] = []

    def reader() -> None:
        try:
            client = ClickHouseStore.at_socket(server.path, "word")
            for _ in range(10):
                client.query("last_position")
            client.close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=reader) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_the_reason_of_a_refusal_reaches_the_caller(server: StoreServer) -> None:
    client = ClickHouseStore.at_socket(server.path, "word")
    with pytest.raises(StoreError, match="not allowed"):
        client.insert_block("holds", b"", "a:1")
    client.close()


def test_without_a_recorder_the_store_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreAway, match="not lost"):
        ClickHouseStore.at_socket(tmp_path / "none.sock", "word")
