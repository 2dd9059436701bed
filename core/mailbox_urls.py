from django.urls import path

from core import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mailbox, name="list"),
    path("<int:pk>/", views.mailbox_letter, name="letter"),
    path("<int:pk>/html", views.mailbox_html, name="html"),
]
