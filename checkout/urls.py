"""Cart and checkout: each step has its own address."""

from django.urls import path

from checkout import cart_views, views

app_name = "checkout"
urlpatterns = [
    path("cart/", cart_views.page, name="cart"),
    path("cart/add/", cart_views.add, name="cart_add"),
    path("cart/update/", cart_views.update, name="cart_update"),
    path("checkout/", views.start, name="start"),
    path("checkout/source/", views.attach_source, name="attach_source"),
    path("checkout/confirming/<slug:token>/", views.confirming, name="confirming"),
    path("checkout/thanks/<slug:token>/", views.thanks, name="thanks"),
    path("checkout/resume/<slug:token>/", views.resume, name="resume"),
    path("checkout/<slug:identifier>/", views.step, name="step"),
]
