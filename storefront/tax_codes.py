"""Tax codes a merchant can choose from, and whether each is for physical goods.

``physical`` in Digital River's answer is the truth; this table only bridges the time until the
first answer. Source: product-management/creating-and-updating-skus.md, "Supported tax codes".
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

_CODES = [
    ("DC020500", _("Software, downloaded"), False),
    ("DC010500", _("Software, downloaded, for businesses"), False),
    ("DC070000", _("Cloud storage"), False),
    ("DG010300", _("Game, downloaded"), False),
    ("DM010100", _("Magazine, digital"), False),
    ("DO010000", _("Other digital goods"), False),
    ("SW054000", _("Software as a service"), False),
    ("S0000000", _("Service"), False),
    ("DG010100", _("Game, physical"), True),
    ("P0000000", _("Physical goods, general"), True),
    ("PB0010000", _("Electronics"), True),
    ("PB100000", _("Books"), True),
    ("PC040100", _("Clothing"), True),
    ("PC080110", _("Laptop computer"), True),
    ("PC080500", _("Computer peripherals"), True),
    ("PC098213", _("Phone"), True),
    ("4323.310_A", _("Software on a medium (older code)"), True),
    ("4323.320_A", _("Software, downloaded (older code)"), False),
    ("5216", _("Electronics (older code)"), True),
]

TAX_CODES = [(code, label) for code, label, _physical in _CODES]
PHYSICAL_TAX_CODES = frozenset(code for code, _label, physical in _CODES if physical)


def looks_physical(tax_code: str) -> bool:
    """Our guess before Digital River has said; unknown codes go by their leading P."""
    return tax_code in PHYSICAL_TAX_CODES or tax_code.startswith("P")
