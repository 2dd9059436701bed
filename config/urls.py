"""Joins the rooms' urls."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from core import views as core_views

urlpatterns = [
    path("livez", core_views.livez, name="livez"),
    path("readyz", core_views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
    path("webhooks/digitalriver/", include("webhooks.urls")),
    path("orders/", include("orders.urls")),
    path("", include("checkout.urls")),
    path("", include("storefront.urls")),
]

if settings.MAILBOX_ENABLED:
    urlpatterns.insert(2, path("mailbox/", include("core.mailbox_urls")))
