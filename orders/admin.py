"""The merchant's desk: orders as they are, and what can be done with them.

Nothing is edited in place. Every action is a form of its own that calls the same services as
everything else, so that the state of an order has one writer.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from core.admin_base import ReadOnlyAdmin
from digitalriver.errors import DigitalRiverError
from orders import desk, fulfilling, letters, services
from orders.forms import AddTrackingForm, ShipForm
from orders.models import Cause, Disclosure, Fulfillment, Letter, Order
from orders.numbers import new_token, normalise
from orders.states import State, tone


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """The list, the page of one order, and the forms that act on it."""

    list_display = ["number", "badge", "attention_mark", "placed", "email", "amount"]
    list_filter = [
        "needs_attention",
        "state",
        ("created_at", admin.DateFieldListFilter),
        "market_code",
    ]
    search_fields = ["number", "remote_id", "email", "checkout_id", "lines__sku_code"]
    search_help_text = gettext_lazy("Order number, Digital River id, e-mail or SKU")
    date_hierarchy = "created_at"
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/orders/order.html"

    @admin.display(description=gettext_lazy("placed"), ordering="created_at")
    def placed(self, order: Order) -> Any:
        return order.placed_at or order.created_at

    @admin.display(description=gettext_lazy("total"), ordering="total_amount")
    def amount(self, order: Order) -> str:
        return order.total_amount.format()

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def badge(self, order: Order) -> SafeString:
        label = State(order.state).label
        return format_html('<span class="status status--{}">{}</span>', tone(order.state), label)

    @admin.display(description=gettext_lazy("attention"), ordering="needs_attention")
    def attention_mark(self, order: Order) -> SafeString | str:
        if not order.needs_attention:
            return ""
        return format_html('<span class="status status--danger">{}</span>', _("Look at this"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Order], search_term: str
    ) -> tuple[QuerySet[Order], bool]:
        """A number is found however it was written down: ``m7k2 q9xd 4t``."""
        if number := normalise(search_term):
            return queryset.filter(number=number), False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        def named(route: str, view: Any, name: str) -> URLPattern:
            page: URLPattern = path(
                route, self.admin_site.admin_view(view), name=f"orders_order_{name}"
            )
            return page

        either = require_http_methods(["GET", "HEAD", "POST"])
        own = [
            named("<int:pk>/ship/", either(self.ship_view), "ship"),
            named("<int:pk>/shipments/<int:shipment>/", either(self.tracking_view), "tracking"),
            named("<int:pk>/reread/", require_POST(self.reread_view), "reread"),
            named("<int:pk>/settle/", require_POST(self.settle_view), "settle"),
        ]
        return [*own, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        order = self.get_object(request, object_id)
        more: dict[str, Any] = {}
        if order:
            title = _("Order %(number)s") % {"number": order.number}
            more = {
                **desk.context(order),
                "may_act": self._may_act(request),
                "title": title,
                "subtitle": None,
            }
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})

    def ship_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Says what is sent, and tells Digital River."""
        order = self._order_to_act_on(request, pk)
        reason = fulfilling.why_not(order)
        form = ShipForm(order, request.POST if request.method == "POST" else None)
        status = 200
        if request.method == "POST":
            status = 409 if reason else 400
            # The key of a shipment that was sent already leads to what became of it.
            if self._is_known(request.POST.get("key", "")) or (not reason and form.is_valid()):
                try:
                    return self._ship(request, order, form)
                except fulfilling.CannotShip as error:
                    status = 409
                    form = self._again(order, request, form)
                    form.add_error(None, str(error))
        return self._page(request, order, "ship.html", status, form=form, reason=reason)

    def tracking_view(self, request: HttpRequest, pk: int, shipment: int) -> HttpResponse:
        """Adds or corrects where a parcel is."""
        order = self._order_to_act_on(request, pk)
        fulfillment = get_object_or_404(order.fulfillments, pk=shipment)
        form = AddTrackingForm.of(fulfillment)
        status = 200
        if request.method == "POST":
            form, status = AddTrackingForm(request.POST), 400
            if form.is_valid():
                try:
                    fulfilling.add_tracking(fulfillment.pk, form.tracking(), staff=_staff(request))
                except fulfilling.CannotShip as error:
                    form.add_error(None, str(error))
                    status = 409
                else:
                    messages.success(request, _("The tracking was saved."))
                    return self._back(order)
        return self._page(request, order, "tracking.html", status, form=form, shipment=fulfillment)

    def reread_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks Digital River for the order as it is now."""
        order = self._order_to_act_on(request, pk)
        try:
            found = services.reread(order.pk, cause=Cause.staff(request.user))
        except DigitalRiverError as error:
            messages.error(
                request, _("Digital River could not be asked: %(why)s") % {"why": error.message}
            )
        else:
            if found is None:
                messages.warning(request, _("Digital River has no such order yet."))
            else:
                messages.success(request, _("The order is as Digital River says."))
        return self._back(order)

    def settle_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody looked at what wanted attention."""
        order = self._order_to_act_on(request, pk)
        services.settle_attention(order.pk, cause=Cause.staff(request.user))
        messages.success(request, _("The order no longer asks for attention."))
        return self._back(order)

    def _ship(self, request: HttpRequest, order: Order, form: ShipForm) -> HttpResponse:
        known = Fulfillment.objects.filter(order=order, key=request.POST.get("key", "")).first()
        shipment = known or fulfilling.ship(
            order.pk,
            form.quantities(),
            form.tracking(),
            key=form.cleaned_data["key"],
            staff=_staff(request),
        )
        if shipment.state == Fulfillment.State.SENT:
            messages.success(request, _("Digital River knows about the shipment."))
        elif shipment.state == Fulfillment.State.SENDING:
            messages.warning(
                request,
                _(
                    "Digital River did not answer in time. The shop is finding out what happened; "
                    "do not send this again."
                ),
            )
        else:
            messages.error(request, _("Digital River refused this shipment."))
        return self._back(order)

    def _is_known(self, key: str) -> bool:
        return Fulfillment.objects.filter(key=key.replace("\x00", "")).exists()

    def _again(self, order: Order, request: HttpRequest, form: ShipForm) -> ShipForm:
        """The form as it was filled in, with a fresh key: the refused one is used up."""
        data = request.POST.copy()
        data["key"] = new_token()
        again = ShipForm(Order.objects.get(pk=order.pk), data)
        again.is_valid()
        return again

    def _may_act(self, request: HttpRequest) -> bool:
        return request.user.has_perm("orders.change_order")

    def _order_to_act_on(self, request: HttpRequest, pk: int) -> Order:
        """The order; raises PermissionDenied for staff who may only look."""
        if not self._may_act(request):
            raise PermissionDenied
        return get_object_or_404(Order.objects.select_related("store"), pk=pk)

    def _page(
        self, request: HttpRequest, order: Order, template: str, status: int, **context: Any
    ) -> HttpResponse:
        everything = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "order": order,
            "title": _("Order %(number)s") % {"number": order.number},
            **context,
        }
        return TemplateResponse(request, f"admin/orders/{template}", everything, status=status)

    def _back(self, order: Order) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:orders_order_change", args=[order.pk]))


def _staff(request: HttpRequest) -> AbstractBaseUser:
    """Who acts; admin_view lets nobody in who is not signed in."""
    if isinstance(request.user, AnonymousUser):
        raise PermissionDenied
    return request.user


@admin.register(Disclosure)
class DisclosureAdmin(ReadOnlyAdmin):
    """The selling entities' texts as they were collected."""

    list_display = ["entity", "country", "language", "key", "url", "collected_at"]
    list_filter = ["entity", "country", "language", "key"]
    search_fields = ["entity", "key", "text"]


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """What was written to shoppers."""

    list_display = ["title", "to", "language", "state", "sent_at", "order"]
    list_filter = ["kind", "state", "language", ("sent_at", admin.DateFieldListFilter)]
    list_select_related = ["order"]
    search_fields = ["to", "order__number", "subject"]

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def title(self, letter: Letter) -> str:
        return letters.title(letter)
