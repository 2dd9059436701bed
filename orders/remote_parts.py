"""The parts of a remote order copied to our rows: lines, charges, captures.

Called by orders/services.py only, with the order locked.
"""

from __future__ import annotations

import digitalriver
from core.money import Money
from orders import matching, recording
from orders.models import Attention, Capture, Cause, Charge, HistoryEntry, Order, OrderLine
from orders.states import VENDOR, State

#: Figures that carry the same name here and there.
TOTALS = (
    "subtotal",
    "total_tax",
    "total_fees",
    "total_duty",
    "total_importer_tax",
    "total_discount",
    "total_shipping",
    "total_amount",
    "captured_amount",
    "cancelled_amount",
    "refunded_amount",
)


def local_state(remote: digitalriver.Order) -> State | None:
    """Our state for the vendor's, None for a word we do not know.

    A pending order whose every charge failed is `payment_failed` with us: the vendor has no such
    state, and the order stays pending there.
    """
    if remote.state not in {state.value for state in VENDOR}:
        return None
    charges = remote.payment.charges
    if (
        remote.state == State.PENDING_PAYMENT
        and charges
        and all(charge.state == "failed" for charge in charges)
    ):
        return State.PAYMENT_FAILED
    return State(remote.state)


def copy_lines(
    order: Order, lines: list[OrderLine], remote: digitalriver.Order, cause: Cause
) -> None:
    """Gives our lines Digital River's ids and figures; what does not match wants attention."""
    found = matching.match(lines, remote.items)
    changed = [line for line, item in found.pairs if _copy_line(line, item)]
    if changed:
        OrderLine.objects.bulk_update(changed, _TOLD_OF_A_LINE)
    if not found.is_complete:
        recording.flag(
            order,
            Attention.LINES_DIFFER,
            cause,
            ours=[line.sku_code for line in found.lines],
            theirs=[matching.sku_of(item) for item in found.items],
        )


_TOLD_OF_A_LINE = (
    "remote_id",
    "remote_state",
    "amount",
    "tax_amount",
    "tax_rate",
    "fees_amount",
)


def _copy_line(line: OrderLine, item: digitalriver.OrderItem) -> bool:
    before = [getattr(line, name) for name in _TOLD_OF_A_LINE]
    line.remote_id = item.id
    line.remote_state = item.state
    line.amount = Money.rounded(item.amount, line.currency)
    line.tax_amount = Money.rounded(item.tax.amount, line.currency)
    line.tax_rate = round(item.tax.rate, 6)
    line.fees_amount = Money.rounded(item.fees.amount, line.currency)
    return before != [getattr(line, name) for name in _TOLD_OF_A_LINE]


def copy_charges(order: Order, remote: digitalriver.Order, cause: Cause) -> None:
    """Keeps one row a charge and one a capture, as told; a change of state is history."""
    known = {charge.remote_id: charge for charge in order.charges.prefetch_related("captures")}
    for told in remote.payment.charges:
        charge = known.get(told.id)
        before = charge.state if charge else ""
        if charge is None:
            charge = Charge(order=order, remote_id=told.id, currency=order.currency)
        charge.amount = Money.rounded(told.amount, order.currency)
        charge.state = told.state
        charge.type = told.type
        charge.source_id = told.source_id
        charge.captured = told.captured
        charge.refunded = told.refunded
        charge.failure_message = told.failure_message
        charge.at = told.created_time or charge.at
        charge.save()
        if before != charge.state:
            recording.record(
                order,
                HistoryEntry.Kind.CHARGE,
                cause,
                from_state=before,
                to_state=charge.state,
                note=charge.failure_message,
                data={"charge": charge.remote_id, "amount": charge.amount.minor},
            )
        captures = {one.remote_id: one for one in charge.captures.all()} if before else {}
        for capture in told.captures:
            _copy_capture(order, charge, captures.get(capture.id), capture, cause)


def _copy_capture(
    order: Order,
    charge: Charge,
    capture: Capture | None,
    told: digitalriver.Capture,
    cause: Cause,
) -> None:
    before = capture.state if capture else ""
    if capture is None:
        capture = Capture(charge=charge, remote_id=told.id, currency=order.currency)
    capture.amount = Money.rounded(told.amount, order.currency)
    capture.state = told.state
    capture.fulfillment_remote_id = told.fulfillment_id
    capture.failure_message = told.failure_message
    capture.at = told.created_time or capture.at
    capture.save()
    if before == capture.state:
        return
    recording.record(
        order,
        HistoryEntry.Kind.CAPTURE,
        cause,
        from_state=before,
        to_state=capture.state,
        note=capture.failure_message,
        data={
            "capture": capture.remote_id,
            "amount": capture.amount.minor,
            "fulfillment": capture.fulfillment_remote_id,
        },
    )
    if capture.state == "failed":
        recording.flag(
            order,
            Attention.CAPTURE_FAILED,
            cause,
            capture=capture.remote_id,
            fulfillment=capture.fulfillment_remote_id,
        )
