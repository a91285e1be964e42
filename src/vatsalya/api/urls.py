"""Addresses for machines, versioned."""

from django.urls import include, path, re_path

from . import feeds, views
from .v1.api import addresses

app_name = "api"
urlpatterns = [
    path("v1/forms/", views.forms, name="forms"),
    path("v1/forms/<slug:no>/", views.form, name="form"),
    path("v1/openapi.json", feeds.openapi, name="openapi"),
    path("v1/signing-key/", feeds.signing_key, name="signing_key"),
    path("v1/alerts/", feeds.alert_list, name="alerts"),
    path("v1/alerts/<uuid:alert_id>/", feeds.alert, name="alert"),
    path("v1/people.pfif", feeds.people, name="people"),
    path("v1/people/<uuid:public_id>/picture", feeds.picture, name="people_picture"),
    path("v1/", include(addresses())),
    re_path(r"^v1/(?P<rest>[\s\S]*)\Z", feeds.nowhere),
]
