"""The order pages of guests."""

from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("<slug:token>/", views.order, name="order"),
    path("<slug:token>/status", views.status, name="status"),
]
