"""A complete local Digital River: REST API, webhooks, DigitalRiver.js and a dashboard.

It runs as a process of its own (`python -m sandbox`), shares no code with the shop, and nobody
imports it.
"""
