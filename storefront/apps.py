"""The catalog room: what is sold, where, for how much, and whether Digital River knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StorefrontConfig(AppConfig):
    name = "storefront"
    verbose_name = _("Catalog")
