"""A small load generator: keep-alive connections, as fast as the server answers.

python -m bench.load URL SECONDS CONNECTIONS [METHOD BODY COOKIE] prints requests a second.
"""

from __future__ import annotations

import http.client
import sys
import threading
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Load:
    url: str
    seconds: float
    connections: int = 2
    method: str = "GET"
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    done: int = 0
    wrong: int = 0

    def run(self) -> float:
        """Requests a second; raises RuntimeError when any answer was no 2xx or 3xx."""
        lock, deadline = threading.Lock(), time.perf_counter() + self.seconds
        threads = [
            threading.Thread(target=self._client, args=(deadline, lock))
            for _ in range(self.connections)
        ]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.wrong or not self.done:
            raise RuntimeError(f"{self.wrong} of {self.done} answers of {self.url} were wrong")
        return self.done / (time.perf_counter() - began)

    def _client(self, deadline: float, lock: threading.Lock) -> None:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        done = wrong = 0
        while time.perf_counter() < deadline:
            connection.request(self.method, target, self.body or None, self.headers)
            answer = connection.getresponse()
            answer.read()
            done += 1
            wrong += answer.status >= 400
        connection.close()
        with lock:
            self.done += done
            self.wrong += wrong


if __name__ == "__main__":
    url, seconds, connections, method, body, cookie = (*sys.argv[1:], *[""] * 6)[:6]
    headers = {"Cookie": cookie} if cookie else {}
    if body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    load = Load(url, float(seconds), int(connections), method or "GET", body, headers)
    print(f"{load.run():.1f}")
