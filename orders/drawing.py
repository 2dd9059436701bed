"""docs/states.md, drawn from the one table of edges."""

from __future__ import annotations

from django.utils import translation

from orders.states import EDGES, FREES_CART, OURS, RELEASES_STOCK, WORDING, NotPlaced, State, edges

_HEAD = """\
# The states of an order

Written by `python manage.py draw_states` from `orders/states.py`; a test holds the two equal.

Digital River decides what an order is. The shop follows along the edges below and keeps the
vendor's word as received beside its own state (`remote_state`). Where no edge leads to what the
vendor says, the state stays as it is and the order asks for a human. Long edges, such as from
`placing` to `complete`, are what an outage leaves behind: the steps in between were missed, the
end is still true. A dispute returns to the state it came from, or to one that follows it.

Three states are the shop's own, drawn with a dashed border: `placing` (POST /orders is about to be
made, or its outcome is not known yet), `not_placed` and `payment_failed`.

The picture leaves out the jumps; the table has every edge.
"""

#: The steps an order takes when nothing is missed.
_USUAL = (
    (State.PLACING, State.NOT_PLACED),
    (State.NOT_PLACED, State.PLACING),
    (State.PLACING, State.PENDING_PAYMENT),
    (State.PLACING, State.IN_REVIEW),
    (State.PLACING, State.ACCEPTED),
    (State.PENDING_PAYMENT, State.PAYMENT_FAILED),
    (State.PENDING_PAYMENT, State.IN_REVIEW),
    (State.PENDING_PAYMENT, State.ACCEPTED),
    (State.PENDING_PAYMENT, State.CANCELLED),
    (State.IN_REVIEW, State.ACCEPTED),
    (State.IN_REVIEW, State.BLOCKED),
    (State.ACCEPTED, State.CANCELLED),
    (State.ACCEPTED, State.FULFILLED),
    (State.FULFILLED, State.COMPLETE),
    (State.COMPLETE, State.RETURNED),
    (State.COMPLETE, State.DISPUTE),
    (State.DISPUTE, State.COMPLETE),
)


def states_page() -> str:
    """The whole page as Markdown with a Mermaid diagram, in English."""
    with translation.override("en"):
        return f"{_HEAD}\n{_diagram()}\n\n{_table()}\n\n{_reasons()}\n"


def _diagram() -> str:
    allowed = set(edges())
    assert allowed.issuperset(_USUAL), "the picture shows an edge that does not exist"
    rows = ["```mermaid", "stateDiagram-v2", "    [*] --> placing"]
    rows += [f"    {one.value} --> {two.value}" for one, two in _USUAL]
    rows += ["    classDef ours stroke-dasharray: 4 3"]
    rows += [f"    class {state.value} ours" for state in State if state in OURS]
    return "\n".join([*rows, "```"])


def _table() -> str:
    rows = [
        "| state | the shopper reads | may go to | stock | cart |",
        "|---|---|---|---|---|",
    ]
    for state in State:
        targets = ", ".join(f"`{two.value}`" for two in State if two in EDGES[state])
        rows.append(
            f"| `{state.value}` | {WORDING[state].title} | {targets or '(final)'} "
            f"| {'given back' if state in RELEASES_STOCK else 'held'} "
            f"| {'open again' if state in FREES_CART else 'ordered'} |"
        )
    return "\n".join(rows)


def _reasons() -> str:
    rows = ["An order that was not placed says why:", ""]
    rows += [f"- `{reason.value}`: {reason.label}" for reason in NotPlaced]
    return "\n".join(rows)
