"""One class a vendor noun, with the operations the shop uses."""

from digitalriver.resources.charges import Charges
from digitalriver.resources.checkouts import Checkouts
from digitalriver.resources.events import Events
from digitalriver.resources.fulfillments import Fulfillments
from digitalriver.resources.orders import Orders
from digitalriver.resources.skus import Skus
from digitalriver.resources.webhooks import Webhooks

__all__ = ["Charges", "Checkouts", "Events", "Fulfillments", "Orders", "Skus", "Webhooks"]
