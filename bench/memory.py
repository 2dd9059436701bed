"""How much memory the demo needs, by proportional set size (shared pages are counted once)."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.pages import LIST, PRODUCT, Visitor
from tests.support.demo_process import DemoProcess

WEB_WORKER_MB, DEMO_MB = 120, 600


def run() -> list[str]:
    """Prints each process; returns a line for each promise that was missed."""
    with tempfile.TemporaryDirectory() as folder:
        demo = DemoProcess(Path(folder)).start()
        try:
            for _ in range(30):
                visitor = Visitor(demo.url)
                for path in ("/", LIST, PRODUCT, "/cart/", "/search/?q=reverb"):
                    visitor.get(path)
            sizes = {pid: megabytes(pid) for pid in family(demo.process.pid)}
            names = {pid: command(pid) for pid in sizes}
        finally:
            demo.stop()
    for pid, size in sizes.items():
        print(f"{size:7.1f} MB  {names[pid]}")
    worker = max((size for pid, size in sizes.items() if "gunicorn" in names[pid]), default=0.0)
    total = sum(sizes.values())
    lines = [
        (worker, WEB_WORKER_MB, "web worker"),
        (total, DEMO_MB, "whole demo"),
    ]
    missed = []
    for size, owed, name in lines:
        text = f"{name}: {size:.0f} MB (at most {owed})"
        print(text, flush=True)
        missed += [text] if size > owed else []
    return missed


def family(pid: int) -> list[int]:
    """The process and everything below it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")[:100]
