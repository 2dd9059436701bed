from django.urls import include, path

from bench import views

urlpatterns = [
    path("page/<int:rows>/<int:size>/", views.page),
    path("add/", views.add),
    path("form/<int:size>/", views.form),
    path("", include("checkout.urls")),  # the form names its own address
]
