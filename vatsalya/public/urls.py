"""Addresses of the pages that anybody may open."""

from django.urls import path

from . import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("child-is-missing/", views.missing, name="missing"),
    path("seen-a-child/", views.seen, name="seen"),
    path("directory/", views.directory, name="directory"),
    path("rights/", views.rights, name="rights"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("language/", views.language, name="language"),
]
