from django.urls import path

from webhooks import token, views

app_name = "webhooks"

urlpatterns = [
    path("", views.receive, name="digitalriver"),
    path("token", token.issue, name="token"),
]
