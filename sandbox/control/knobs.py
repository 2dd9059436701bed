"""The parts of the control interface that set how the sandbox behaves."""

from __future__ import annotations

from dataclasses import asdict

from flask import request

from sandbox import clock, jsontext, validation
from sandbox.control.desk import Desk
from sandbox.control.shapes import DELIVERY, FAULT, OVERRIDE, SETTINGS
from sandbox.errors import bad_request, invalid
from sandbox.gateway import read_json
from sandbox.state import changed
from sandbox.store import Document
from sandbox.validation import Checker, array, check, obj, require


class Knobs(Desk):
    """Delivery, faults, overrides, settings and the clock."""

    def delivery(self) -> Document:
        return asdict(self._sandbox.delivery)

    def put_delivery(self) -> Document:
        asked = check(read_json(), DELIVERY)
        self._sandbox.delivery = changed(self._sandbox.delivery, asked)
        self._sandbox.remember()
        return self.delivery()

    def flush(self) -> Document:
        """Sends what is held, and answers when it is sent and nothing else is due."""
        released = self._sandbox.courier.release()
        idle = self._sandbox.courier.wait_until_idle()
        return {"released": released, "idle": idle}

    def faults(self) -> list[Document]:
        return self._sandbox.faults.rules()

    def put_faults(self) -> list[Document]:
        rules = _rules(FAULT, "action")
        self._sandbox.faults.replace(rules)
        return self.faults()

    def overrides(self) -> list[Document]:
        return self._sandbox.overrides.rules()

    def put_overrides(self) -> list[Document]:
        rules = _rules(OVERRIDE, "merge")
        self._sandbox.overrides.replace(rules)
        return self.overrides()

    def settings(self) -> Document:
        return asdict(self._sandbox.settings)

    def put_settings(self) -> Document:
        body = read_json()
        asked = check(body, SETTINGS)
        if "rate_limit_per_second" in body and body["rate_limit_per_second"] is None:
            asked["rate_limit_per_second"] = None
        self._sandbox.settings = changed(self._sandbox.settings, asked)
        self._sandbox.remember()
        return self.settings()

    def clock(self) -> Document:
        offset = self._sandbox.clock.offset
        return {"now": clock.iso_fine(self._sandbox.clock.now()), "offset_s": offset}

    def put_clock(self) -> Document:
        """Moves the clock; answers when everything that became due is done."""
        asked = check(read_json(), {"advance_s": validation.number})
        require(asked, "advance_s")
        offset = self._sandbox.clock.offset + float(asked["advance_s"])
        if abs(offset) > 10**9:
            raise invalid("advance_s", "That is too far away.")
        self._sandbox.clock.offset = offset
        self._sandbox.remember()
        self._sandbox.courier.wait_until_idle()
        return self.clock()


def _rules(shape: dict[str, Checker], needed: str) -> list[Document]:
    try:
        raw = jsontext.loads(request.get_data() or b"[]")
    except (ValueError, RecursionError):
        raise bad_request("invalid_format", "", "The body is not valid JSON.") from None
    rules: list[Document] = array(obj(shape))(raw, "rules")
    for index, rule in enumerate(rules):
        require(rule, needed, path=f"rules[{index}]")
    return rules
