"""The order pages of guests."""

from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("<str:token>/", views.order, name="order"),
    path("<str:token>/status", views.status, name="status"),
]
