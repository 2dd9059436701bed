"""Pages that the sandbox itself hosts: card fields for DigitalRiver.js, and the legal documents.

Card data is typed into these pages, never into the shop's: each runs in a frame of the sandbox's
origin, under a policy of its own that lets it talk to nobody but the sandbox.
"""

from __future__ import annotations

from flask import Blueprint

from . import card, legal

blueprint = Blueprint(
    "hosted",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/hosted/static",
)
blueprint.add_url_rule("/hosted/card", view_func=card.card)
blueprint.add_url_rule("/legal/<entity>/<document>/<language>", view_func=legal.document)
