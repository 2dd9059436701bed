"""What the demo needs of the order side: the selling entities' texts, collected beforehand."""

from core import demo
from orders import disclosure_files, disclosures
from orders.models import Disclosure


@demo.seeder(order=30, name="disclosures")
def seed() -> None:
    """Loads the shipped disclosures, unless they are there with links to the present sandbox."""
    if not Disclosure.objects.filter(url__startswith=disclosures.script_origin()).exists():
        disclosures.store(disclosure_files.read(disclosure_files.SHIPPED))
