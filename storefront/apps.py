"""The catalog room: what is sold, where, for how much, and whether Digital River knows it."""

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _


class StorefrontConfig(AppConfig):
    name = "storefront"
    verbose_name = _("Catalog")

    def ready(self) -> None:
        from storefront import cached  # needs the models

        for model in ("Store", "Market", "Category"):
            post_save.connect(cached.forget, sender=f"storefront.{model}")
            post_delete.connect(cached.forget, sender=f"storefront.{model}")
