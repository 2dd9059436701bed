"""The broker that needs no server: bursts lose nothing and hurt nobody."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from kombu import Connection

import config.celery  # noqa: F401 - registers the transport
from config.broker import Transport

PUBLISHERS, MESSAGES = 4, 100


@pytest.fixture
def connection(tmp_path: Path):
    Transport.global_state.clear()  # a process remembers its bindings; each test has its own folder

    def connect() -> Connection:
        return Connection(
            "millrace-files://",
            transport_options={
                "data_folder_in": str(tmp_path / "queue"),
                "data_folder_out": str(tmp_path / "queue"),
                "processed_folder": str(tmp_path / "claimed"),
                "control_folder": str(tmp_path / "control"),
            },
        )

    return connect


def drain(connect) -> list[int]:
    taken = []
    with connect() as connection:
        queue = connection.SimpleQueue("work")
        while True:
            try:
                message = queue.get(block=False)
            except queue.Empty:
                return taken
            taken.append(message.payload["n"])
            message.ack()


def test_a_burst_from_many_publishers_reaches_two_readers_exactly_once(
    connection, tmp_path
) -> None:
    def publish(publisher: int) -> None:
        with connection() as mine:
            queue = mine.SimpleQueue("work")
            for n in range(MESSAGES):
                queue.put({"n": publisher * MESSAGES + n})

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(drain, connection) for _ in range(2)]
        list(pool.map(publish, range(PUBLISHERS)))
        readers += [pool.submit(drain, connection) for _ in range(2)]
        taken = [n for reader in readers for n in reader.result()]
    taken += drain(connection)
    assert sorted(taken) == list(range(PUBLISHERS * MESSAGES))
    assert list((tmp_path / "queue").iterdir()) == []
    assert list((tmp_path / "claimed").iterdir()) == []


def test_messages_come_in_the_order_they_were_sent(connection) -> None:
    with connection() as mine:
        queue = mine.SimpleQueue("work")
        for n in range(20):
            queue.put({"n": n})
    assert drain(connection) == list(range(20))


def test_a_message_half_written_is_not_seen(connection, tmp_path) -> None:
    with connection() as mine:
        mine.SimpleQueue("work").put({"n": 1})
    (tmp_path / "queue" / ".00001_half.work.msg").write_text('{"bo')
    assert drain(connection) == [1]
