"""A broker that needs no server: kombu's filesystem transport, made safe for bursts.

The stock transport opens the final file name before it writes, and a reader that meets the empty
file takes its worker down (kombu issue 1551). Here a message is written beside the queue and
renamed into it, and a reader claims it by renaming it into a folder on the same file system. The
tables that say which queue hears which exchange are replaced as whole files too.
"""

from __future__ import annotations

import fcntl
import os
import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

Binding = filesystem.exchange_queue_t
_binding = threading.Lock()


class Channel(filesystem.Channel):
    """Messages are files ``<time>_<id>.<queue>.msg``; renames are the only hand-over."""

    def queue_bind(self, *args: Any, **kwargs: Any) -> None:
        # kombu marks a queue as bound before its table is written; a second thread of this process
        # would publish into nothing meanwhile.
        with _binding:
            super().queue_bind(*args, **kwargs)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: str, queue: str) -> None:
        bound = Binding(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [bound, *(t for t in table if t != bound)])

    def _delete(
        self, queue: str, exchange: str, routing_key: str, pattern: str, *args: Any, **kwargs: Any
    ) -> None:
        self._purge(queue)
        gone = Binding(routing_key or "", pattern or "", queue or "")
        self._change_table(exchange, lambda table: [t for t in table if t != gone])

    def _change_table(
        self, exchange: str, change: Callable[[list[Binding]], list[Binding]]
    ) -> None:
        file = self._exchange_file(exchange)
        file.parent.mkdir(parents=True, exist_ok=True)
        with (file.parent / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            table = self.get_table(exchange)
            if (changed := change(table)) != table:
                hidden = file.with_name(f".{file.name}")
                hidden.write_bytes(str_to_bytes(dumps(changed)))
                os.rename(hidden, file)

    # kombu's own two classes disagree about the name of the payload.
    def _put(  # type: ignore[override]
        self, queue: str, payload: dict[str, Any], **kwargs: Any
    ) -> None:
        folder = Path(self.data_folder_out)
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{time_ns():020d}_{uuid.uuid4().hex}.{queue}.msg"
        hidden = folder / f".{name}"
        hidden.write_bytes(str_to_bytes(dumps(payload)))
        os.rename(hidden, folder / name)

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        claimed_folder = Path(self.processed_folder)
        claimed_folder.mkdir(parents=True, exist_ok=True)
        for name in self._waiting(queue):
            claimed = claimed_folder / name
            try:
                os.rename(Path(self.data_folder_in) / name, claimed)
            except FileNotFoundError:
                continue  # another worker was faster
            payload = claimed.read_bytes()
            claimed.unlink()
            message: dict[str, Any] = loads(bytes_to_str(payload))
            return message
        raise Empty

    def _waiting(self, queue: str) -> list[str]:
        ending = f".{queue}.msg"
        try:
            names = os.listdir(self.data_folder_in)
        except FileNotFoundError:
            return []
        return sorted(name for name in names if name.endswith(ending) and name[0] != ".")

    def _size(self, queue: str) -> int:
        return len(self._waiting(queue))

    def _purge(self, queue: str) -> int:
        names = self._waiting(queue)
        for name in names:
            (Path(self.data_folder_in) / name).unlink(missing_ok=True)
        return len(names)


class Transport(filesystem.Transport):
    """What the alias ``millrace-files`` names (config/celery.py)."""

    Channel = Channel
