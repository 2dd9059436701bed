"""Asks Digital River for orders that may have moved on without us hearing of it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orders import reconciling
from orders.models import Order
from orders.numbers import normalise


class Command(BaseCommand):
    help = (
        "Settles orders whose placing has no known outcome and re-reads those that are not at an "
        "end. Safe to run at any time and as often as you like."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numbers", nargs="*", help="Only these order numbers.")
        parser.add_argument(
            "--due", action="store_true", help="Only orders that were not read for a while."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        results: Counter[str] = Counter()
        for order, result in reconciling.reconcile(self._orders(options)):
            results[result] += 1
            if result != "same" or options["verbosity"] > 1:
                state = Order.objects.values_list("state", flat=True).get(pk=order.pk)
                self.stdout.write(f"{order.number}  {result}  {state}")
        told = ", ".join(f"{count} {result}" for result, count in sorted(results.items()))
        self.stdout.write(f"{results.total()} orders: {told or 'nothing to do'}.")
        if results["failed"]:
            raise CommandError(f"{results['failed']} orders could not be read. Run it again later.")

    def _orders(self, options: dict[str, Any]) -> Any:
        if not options["numbers"]:
            return reconciling.due() if options["due"] else reconciling.open_orders()
        numbers = [normalise(text) or text for text in options["numbers"]]
        found = Order.objects.filter(number__in=numbers)
        if missing := set(numbers) - set(found.values_list("number", flat=True)):
            raise CommandError(f"No such order: {', '.join(sorted(missing))}")
        return found
