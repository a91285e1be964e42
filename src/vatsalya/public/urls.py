"""Addresses of the pages that anybody may open."""

from django.urls import path

from . import tracking, views

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
    path("track/", tracking.ask, name="track"),
    path("track/report/", tracking.show, name="track_show"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("verify/<str:serial>/", tracking.verify, name="verify"),
    path("healthz", tracking.health, name="health"),
    path("demo/phone/", tracking.phone, name="phone"),
]
