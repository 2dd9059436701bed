"""Against real sockets: what a mock would only pretend."""

import gzip
import json
import os
import select
import socket
import ssl
import struct
import subprocess
import threading
import time as real_time

import pytest
import requests

from digitalriver import Retries, errors, wire

from .helpers import ORDER, FakeTime, RawServer, http, make_client

ONCE = Retries(attempts=1)
QUICK = (0.5, 0.3)


@pytest.fixture
def serve():
    servers = []

    def start(handler):
        server = RawServer(lambda connection, number: handler(server, connection, number))
        servers.append(server)
        return server

    yield start
    for server in servers:
        server.close()


def place(server, **kwargs):
    kwargs.setdefault("retries", ONCE)
    kwargs.setdefault("timeout", (2.0, 5.0))
    return make_client(server.url, **kwargs).orders.create("c-1")


def reset(connection):
    """Close with RST instead of FIN."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def test_a_good_answer_is_read_and_the_connection_reused(serve):
    def handler(server, connection, number):
        while server.read_request(connection):
            connection.sendall(http("201 Created", ORDER))

    server = serve(handler)
    for _ in range(3):
        assert place(server).id == "123456"
    assert (server.connections, len(server.requests)) == (1, 3)


def test_a_chunked_answer_is_read_and_the_connection_reused(serve):
    def handler(server, connection, number):
        while server.read_request(connection):
            body = json.dumps(ORDER).encode()
            parts = b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in (body[:10], body[10:]))
            connection.sendall(
                http("200 OK", b"", "Transfer-Encoding: chunked") + parts + b"0\r\n\r\n"
            )

    server = serve(handler)
    assert place(server).id == place(server).id
    assert server.connections == 1


def test_a_compressed_answer_is_read(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        packed = gzip.compress(json.dumps(ORDER).encode())
        connection.sendall(http("200 OK", packed, "Content-Encoding: gzip"))

    assert place(serve(handler)).id == "123456"


def test_a_refused_connection_was_certainly_not_sent():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    records = []
    time = FakeTime()
    client = make_client(f"http://127.0.0.1:{port}", time=time, on_call=records.append)
    with pytest.raises(errors.NotSent):
        client.orders.create("c-1")
    assert [record.error_kind for record in records] == ["NotSent"] * 3
    assert [record.status for record in records] == [None] * 3
    assert time.slept == [0.3, 0.6]


def test_an_unknown_host_was_certainly_not_sent(monkeypatch):
    def no_such_host(*args, **kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
    with pytest.raises(errors.NotSent):
        make_client("http://nowhere.invalid", retries=ONCE).orders.create("c-1")


def test_a_connection_that_never_opens_was_certainly_not_sent():
    """A full backlog: the kernel drops our SYN, and the connect timeout ends the wait."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen(0)
    fillers = []
    try:
        for _ in range(4):
            filler = socket.socket()
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
            fillers.append(filler)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        with pytest.raises(errors.NotSent):
            make_client(url, retries=ONCE, timeout=(0.2, 0.5)).orders.create("c-1")
    finally:
        for filler in [*fillers, listener]:
            filler.close()


def test_a_server_that_speaks_no_tls_was_certainly_not_sent(serve):
    def handler(server, connection, number):
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    server = serve(handler)
    with pytest.raises(errors.NotSent):
        make_client(server.url.replace("http:", "https:"), retries=ONCE).orders.create("c-1")
    assert server.requests == []


def test_a_reset_during_the_tls_handshake_was_certainly_not_sent(serve):
    def handler(server, connection, number):
        connection.recv(100)
        reset(connection)

    server = serve(handler)
    with pytest.raises(errors.NotSent):
        make_client(server.url.replace("http:", "https:"), retries=ONCE).orders.create("c-1")


def test_a_certificate_of_nobody_known_is_refused_before_the_key_is_sent(serve, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1"
    command += f" -addext subjectAltName=IP:127.0.0.1 -keyout {key} -out {certificate}"
    made = subprocess.run(command.split(), capture_output=True, check=False)
    if made.returncode:
        pytest.skip("openssl is not installed")
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    seen = []

    def handler(server, connection, number):
        try:
            with context.wrap_socket(connection, server_side=True) as secure:
                seen.append(secure.recv(4096))
        except ssl.SSLError:
            pass

    server = serve(handler)
    with pytest.raises(errors.NotSent):
        make_client(server.url.replace("http:", "https:"), retries=ONCE).orders.create("c-1")
    assert b"Bearer" not in b"".join(seen)


def test_silence_after_sending_is_a_timeout_of_unknown_outcome(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        server.closing.wait(5)

    server = serve(handler)
    with pytest.raises(errors.Timeout) as caught:
        place(server, retries=Retries(), timeout=QUICK)
    assert caught.value.retryable is False
    assert len(server.requests) == 1


@pytest.mark.parametrize("end", [reset, socket.socket.close], ids=["reset", "close"])
def test_a_connection_cut_after_the_request_is_of_unknown_outcome(serve, end):
    def handler(server, connection, number):
        server.read_request(connection)
        end(connection)

    server = serve(handler)
    with pytest.raises(errors.ConnectionCut):
        place(server, retries=Retries())
    assert len(server.requests) == 1


def test_a_connection_cut_after_the_first_byte_of_the_request_is_of_unknown_outcome(serve):
    def handler(server, connection, number):
        connection.recv(1)
        reset(connection)

    server = serve(handler)
    with pytest.raises(errors.ConnectionCut):
        place(server, retries=Retries())
    assert server.connections == 1


def test_a_kept_alive_connection_that_dies_on_use_is_of_unknown_outcome(serve):
    """The server reads the second request on the old connection, then resets it: it may have
    acted. The pool must not repeat the POST on a fresh connection."""

    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(http("201 Created", ORDER))
        server.read_request(connection)
        reset(connection)

    server = serve(handler)
    assert place(server).id == "123456"
    with pytest.raises(errors.ConnectionCut):
        place(server, retries=Retries())
    assert (server.connections, len(server.requests)) == (1, 2)


def test_a_kept_alive_connection_that_died_before_use_is_replaced(serve):
    """The FIN is here before we send: the pool sees it and nothing is lost."""
    closed = threading.Event()

    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(http("201 Created", ORDER))
        connection.close()
        closed.set()

    server = serve(handler)
    assert place(server).id == "123456"
    assert closed.wait(2)
    wait_until_readable(server)
    assert place(server).id == "123456"
    assert (server.connections, len(server.requests)) == (2, 2)


def wait_until_readable(server):
    """Until the FIN has reached the pooled connection."""
    adapter = wire.shared_session().get_adapter(server.url)
    pool = adapter.get_connection_with_tls_context(
        requests.Request("POST", server.url).prepare(), verify=True
    )
    pooled = [item for item in list(pool.pool.queue) if item is not None and item.sock is not None]
    assert select.select([item.sock for item in pooled], [], [], 2)[0]


def test_an_answer_cut_in_its_body_is_of_unknown_outcome(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(http("201 Created", ORDER)[:-25])

    with pytest.raises(errors.ConnectionCut) as caught:
        place(serve(handler))
    assert caught.value.status == 201


def test_a_chunked_answer_cut_short_is_of_unknown_outcome(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(http("201 Created", b"", "Transfer-Encoding: chunked") + b'80\r\n{"id":')

    with pytest.raises(errors.ConnectionCut):
        place(serve(handler))


def test_an_answer_cut_in_its_headers_is_of_unknown_outcome(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(b"HTTP/1.1 201 Crea")

    with pytest.raises(errors.OutcomeUnknown):
        place(serve(handler))


def test_a_body_that_stops_coming_is_a_timeout(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(http("201 Created", ORDER)[:-25])
        server.closing.wait(5)

    with pytest.raises(errors.Timeout):
        place(serve(handler), timeout=QUICK)


def test_a_body_that_trickles_cannot_hold_a_worker(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        head, _, body = http("201 Created", {**ORDER, "x": "y" * 500}).partition(b"\r\n\r\n")
        connection.sendall(head + b"\r\n\r\n")
        for byte in body:
            connection.sendall(bytes([byte]))
            if server.closing.wait(0.05):
                return

    begun = real_time.monotonic()
    with pytest.raises(errors.Timeout):
        place(serve(handler), timeout=QUICK)
    assert real_time.monotonic() - begun < 5


@pytest.mark.parametrize(
    "answer",
    [
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: nonsense\r\n\r\n{}",
        b"HTTP/1.1 999999 ?\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"x" * 70_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        http("200 OK", b"not gzip at all", "Content-Encoding: gzip"),
        http("200 OK", gzip.compress(b'{"id":"1"}' * 500)[:-30], "Content-Encoding: gzip"),
        http("200 OK", b'{"a":1}', "Content-Encoding: br"),
        http("200 OK", b"\x00\x01\x02", "Content-Encoding: deflate"),
    ],
)
def test_nonsense_instead_of_an_answer_is_of_unknown_outcome(serve, answer):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(answer)

    server = serve(handler)
    with pytest.raises(errors.OutcomeUnknown):
        place(server)
    assert len(server.requests) == 1


def test_an_endless_answer_is_given_up(serve, monkeypatch):
    monkeypatch.setattr(wire, "MAX_ANSWER_BYTES", 200_000)

    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
        while not server.closing.is_set():
            connection.sendall(b" " * 65536)

    with pytest.raises(errors.MalformedAnswer, match="too large"):
        place(serve(handler))


def test_a_bomb_is_given_up_while_unpacking(serve, monkeypatch):
    monkeypatch.setattr(wire, "MAX_ANSWER_BYTES", 200_000)

    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(
            http("200 OK", gzip.compress(b" " * 50_000_000), "Content-Encoding: gzip")
        )

    with pytest.raises(errors.MalformedAnswer, match="too large"):
        place(serve(handler))


def test_a_redirect_leads_nowhere_and_its_body_is_not_drained(serve):
    def handler(server, connection, number):
        server.read_request(connection)
        connection.sendall(
            http("307 Temporary Redirect", b"x", f"Location: {server.url}/elsewhere")
        )

    server = serve(handler)
    with pytest.raises(errors.MalformedAnswer) as caught:
        place(server)
    assert caught.value.status == 307
    assert len(server.requests) == 1


def test_cookies_proxies_and_netrc_play_no_part(serve, monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")

    def handler(server, connection, number):
        while server.read_request(connection):
            connection.sendall(http("201 Created", ORDER, "Set-Cookie: a=b; Path=/"))

    server = serve(handler)
    place(server)
    place(server)
    for head in server.requests:
        assert b"Authorization: Bearer sk_test_sandbox" in head
        assert b"Cookie" not in head
        assert head.startswith(b"POST /orders HTTP/1.1")


def test_threads_share_the_pool(serve):
    def handler(server, connection, number):
        while server.read_request(connection):
            connection.sendall(http("201 Created", ORDER))

    server = serve(handler)
    results = []
    threads = [
        threading.Thread(target=lambda: results.extend(place(server).id for _ in range(10)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert results == ["123456"] * 80
    assert server.connections <= 8


def test_a_forked_child_has_connections_of_its_own():
    parent = wire.shared_session()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.write(writing, b"1" if wire.shared_session() is not parent else b"0")
        os._exit(0)
    os.waitpid(child, 0)
    assert os.read(reading, 1) == b"1"
    assert wire.shared_session() is parent
    os.close(reading)
    os.close(writing)
