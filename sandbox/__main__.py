"""`python -m sandbox --port 8001 --db PATH`: a local Digital River in a process of its own."""

from __future__ import annotations

import argparse
import logging
import signal
import sys
from types import FrameType

import waitress

from sandbox.app import create_app

log = logging.getLogger("sandbox")

# Delays that tests ask for hold a thread each.
THREADS = 24


def main() -> None:
    options = _options()
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    # A line when calls queue for a thread is no news in a load test.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    public_url = options.public_url or f"http://{options.host}:{options.port}"
    app = create_app(options.db, public_url)
    app.config["SHOP_ORIGINS"] = tuple(options.shop_origin)
    signal.signal(signal.SIGTERM, _leave)
    try:
        server = waitress.create_server(
            app,
            host=options.host,
            port=options.port,
            threads=THREADS,
            channel_timeout=60,
            ident="DigitalRiver-Sandbox",
        )
    except OSError as taken:
        sys.exit(f"The sandbox cannot listen on {options.host}:{options.port}: {taken.strerror}")
    log.info("Digital River sandbox on %s, dashboard at %s/dashboard", public_url, public_url)
    try:
        server.run()
    finally:
        app.extensions["sandbox"].close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8001)
    parser.add_argument(
        "--db", default="var/sandbox.sqlite3", help="the file that keeps everything"
    )
    parser.add_argument("--public-url", default="", help="how browsers reach it, if not host:port")
    parser.add_argument(
        "--shop-origin",
        action="append",
        default=[],
        help="a shop beyond this machine that may use DigitalRiver.js (repeatable)",
    )
    return parser.parse_args()


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    main()
