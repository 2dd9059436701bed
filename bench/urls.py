from django.urls import path

from bench import views

urlpatterns = [
    path("page/<int:rows>/<int:size>/", views.page),
    path("add/", views.add),
    path("form/<int:size>/", views.form),
]
