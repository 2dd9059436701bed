"""Work of the catalog that happens after the request."""

from __future__ import annotations

import logging
from datetime import timedelta

from core import outbox
from core.models import OutboxEntry
from digitalriver.errors import NotSent, RateLimited
from storefront import skus
from storefront.models import Sku

logger = logging.getLogger(__name__)

AWAY = timedelta(seconds=30)


@outbox.handler(skus.KIND)
def sync_sku(entry: OutboxEntry) -> None:
    """Sends one SKU; waits without counting a failure while Digital River is out of reach."""
    sku_id = entry.payload["sku_id"]
    try:
        skus.sync(sku_id, everything=entry.payload.get("everything", False))
    except RateLimited as error:
        raise outbox.Later(timedelta(seconds=error.retry_after), "rate limited") from error
    except NotSent as error:
        raise outbox.Later(AWAY, f"not sent: {error.summary}") from error
    except Sku.DoesNotExist:
        logger.info("SKU row %s is gone; nothing to send", sku_id)
