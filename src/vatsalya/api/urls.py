"""Addresses for machines, versioned."""

from django.urls import path

from . import views

app_name = "api"
urlpatterns = [
    path("v1/forms/", views.forms, name="forms"),
    path("v1/forms/<slug:no>/", views.form, name="form"),
]
