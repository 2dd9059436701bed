"""Carries one event to one endpoint."""

from __future__ import annotations

import base64
import time
from dataclasses import dataclass
from typing import Any

import requests

from sandbox import signature
from sandbox.store import Document

TIMEOUT = 3.0


@dataclass
class Letter:
    """One delivery that is due: what, where to, and which try it is."""

    id: int
    account: str
    attempt: int
    event: Document
    webhook: Document


@dataclass
class Outcome:
    status: int | None
    response: str
    error: str
    milliseconds: float
    headers: dict[str, str]

    @property
    def arrived(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def new_session() -> requests.Session:
    """A pool of connections that no proxy of the environment gets in the way of."""
    session = requests.Session()
    session.trust_env = False
    session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=8))
    return session


def post(session: requests.Session, letter: Letter, body: bytes, keys: list[str]) -> Outcome:
    """Delivers the letter: one try, three seconds, no redirects."""
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "DigitalRiver-Sandbox",
        "DigitalRiver-Signature": signature.header(body, keys),
        **_basic(letter.webhook.get("authentication")),
    }
    started = time.perf_counter()
    status, response, error = None, "", ""
    try:
        answer = session.post(
            letter.webhook["address"],
            data=body,
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
        status, response = answer.status_code, answer.text[:2000]
    except (requests.RequestException, ValueError, UnicodeError) as failure:
        error = f"{type(failure).__name__}: {failure}"[:500]
    taken = (time.perf_counter() - started) * 1000
    return Outcome(status, response, error, round(taken, 1), headers)


def _basic(authentication: Any) -> dict[str, str]:
    """HTTP basic authentication for endpoints that were registered with it."""
    given = authentication or {}
    user = given.get("username") or given.get("userName")
    if not user:
        return {}
    pair = f"{user}:{given.get('password') or ''}".encode()
    return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
