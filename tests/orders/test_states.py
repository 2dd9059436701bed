"""The table of edges, the model's transitions, and the page drawn from them agree."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django_fsm import TransitionNotAllowed

from orders.drawing import states_page
from orders.models import AppendOnly, HistoryEntry, Order
from orders.states import EDGES, VENDOR, WORDING, State, edges, sources
from tests.orders.factories import placed_order, placing_order

ROOMS = ["accounts", "checkout", "config", "core", "orders", "storefront", "webhooks"]
WRITES = {"create", "update", "get_or_create", "update_or_create", "bulk_create", "Order"}


def test_the_model_has_exactly_the_edges_of_the_table():
    made = {
        (State(transition.source), State(transition.target))
        for transition in Order(state=State.PLACING).get_all_state_transitions()
    }
    assert made == set(edges())


@pytest.mark.parametrize("state", State)
def test_every_state_has_wording_and_can_be_reached(state):
    assert WORDING[state].title
    assert WORDING[state].text
    assert state == State.PLACING or sources(state)


def test_blocked_and_cancelled_are_never_left():
    assert not EDGES[State.BLOCKED]
    assert not EDGES[State.CANCELLED]


def test_payment_failed_yields_to_every_vendor_state():
    assert EDGES[State.PAYMENT_FAILED] == VENDOR


def test_a_move_without_an_edge_raises_and_leaves_the_state():
    order = Order(state=State.CANCELLED)
    with pytest.raises(TransitionNotAllowed):
        order.move_to(State.ACCEPTED)
    assert order.state == State.CANCELLED


@pytest.mark.parametrize("before", State)
@pytest.mark.parametrize("target", State)
def test_can_move_to_says_what_move_to_does(before, target):
    order = Order(state=before, state_before_dispute=State.FULFILLED)
    assert order.can_move_to(target) == _moves(order, target)


def _moves(order: Order, target: State) -> bool:
    try:
        order.move_to(target)
    except TransitionNotAllowed:
        return False
    return True


def test_the_state_cannot_be_assigned():
    order = Order(state=State.PLACING)
    with pytest.raises(AttributeError):
        order.state = State.ACCEPTED


def test_docs_states_is_what_draw_states_writes():
    page = Path(settings.BASE_DIR) / "docs" / "states.md"
    assert page.read_text() == states_page(), "run: python manage.py draw_states"


@pytest.mark.django_db
def test_history_is_never_edited_and_never_deleted():
    order = placing_order()
    entry = order.history.get()
    entry.note = "rewritten"
    for act in (
        entry.save,
        entry.delete,
        HistoryEntry.objects.all().delete,
        lambda: order.history.update(note="rewritten"),
    ):
        with pytest.raises(AppendOnly):
            act()
    assert order.history.get().note == ""


@pytest.mark.django_db
def test_a_protected_state_survives_refresh_and_cleaning():
    order = placed_order()
    order.refresh_from_db()
    assert order.state == State.ACCEPTED


def test_nobody_writes_an_orders_state_past_its_transitions():
    """`update(state=…)` and `create(state=…)` pass silently: no code of ours may contain them."""
    found = [
        f"{path.relative_to(settings.BASE_DIR)}:{node.lineno}"
        for room in ROOMS
        for path in sorted((Path(settings.BASE_DIR) / room).rglob("*.py"))
        if "migrations" not in path.parts
        for node in ast.walk(ast.parse(path.read_text()))
        if _writes_state_of_an_order(node)
    ]
    assert found == []


def _writes_state_of_an_order(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    names_state = any(word.arg == "state" for word in node.keywords) or any(
        isinstance(key, ast.Constant) and key.value == "state"
        for word in node.keywords
        if isinstance(word.value, ast.Dict)
        for key in word.value.keys
    )
    return name in WRITES and names_state and "Order" in _names(node.func)


def _names(node: ast.AST) -> set[str]:
    """Every plain name in the expression that is called: Order in Order.objects.filter(…)."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


@pytest.mark.parametrize(
    ("code", "is_write"),
    [
        ("Order.objects.filter(pk=1).update(state='x')", True),
        ("Order.objects.create(state='x')", True),
        ("Order(state='x')", True),
        ("Order.objects.update_or_create(defaults={'state': 'x'})", True),
        ("Order.objects.filter(state='x')", False),
        ("Letter.objects.update(state='x')", False),
        ("Order.objects.update(number='x')", False),
    ],
)
def test_the_rule_sees_what_it_is_for(code, is_write):
    assert any(_writes_state_of_an_order(node) for node in ast.walk(ast.parse(code))) is is_write
