"""``manage.py sync_skus [--all]``: sends changed SKUs to Digital River and reports on each."""

from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from core import outbox
from digitalriver.errors import DigitalRiverError
from storefront import skus
from storefront.models import Sku


class Command(BaseCommand):
    help = "Sends SKUs that changed to Digital River, and says for each what came of it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="send the unchanged ones as well")

    def handle(self, *args: Any, **options: Any) -> None:
        outcomes = Counter[str]()
        for pk, code in Sku.objects.order_by("code").values_list("pk", "code"):
            outcomes[self._sync(pk, code, options["all"])] += 1
        self.stdout.write(
            f"{outcomes['sent']} sent, {outcomes['unchanged']} unchanged, "
            f"{outcomes['incomplete']} incomplete, {outcomes['failed']} failed"
        )

    def _sync(self, pk: int, code: str, everything: bool) -> str:
        """One SKU; returns which heap of the summary it belongs to."""
        try:
            outcome = skus.sync(pk, everything=everything)
        except DigitalRiverError as error:
            outbox.add(skus.KIND, key=f"sku-{pk}", sku_id=pk, everything=everything)
            return self._failed(code, f"{error.message} (queued to be tried again)")
        if outcome.state is skus.State.REFUSED:
            return self._failed(code, outcome.message)
        if outcome.state is skus.State.INCOMPLETE:
            self.stdout.write(self.style.WARNING(f"{code}: incomplete. {outcome.message}"))
            return "incomplete"
        if not outcome.called:
            return "unchanged"
        self.stdout.write(f"{code}: OK")
        return "sent"

    def _failed(self, code: str, message: str) -> str:
        self.stdout.write(self.style.ERROR(f"{code}: failed. {message}"))
        return "failed"
