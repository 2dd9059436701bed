"""The shop beside a bare Django page, in one run on one machine: what matters is the ratio.

    make bench                    pages under gunicorn and PostgreSQL, checkout steps, memory
    make bench ARGS="pages"       one part

Each figure is the median of alternating rounds (bare, shop, bare, shop …), so that a machine that
slows down slows both.
"""

from __future__ import annotations

import sys

from bench import checkout, memory, pages

PARTS = {"pages": pages.run, "checkout": checkout.run, "memory": memory.run}


def main(names: list[str]) -> int:
    wrong = [name for name in names if name not in PARTS]
    if wrong:
        print(f"no such part: {', '.join(wrong)}; there are {', '.join(PARTS)}")
        return 2
    missed = [line for name in names or PARTS for line in PARTS[name]()]
    for line in missed:
        print(f"MISSED  {line}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
