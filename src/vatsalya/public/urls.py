"""Addresses of the pages that anybody may open."""

from django.urls import path

from . import tracking, views
from .search import views as search

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
    path("search/", search.search, name="search"),
    path("search/picture/<uuid:public_id>/", search.picture, name="card_picture"),
    path("poster/<uuid:public_id>/", search.poster, name="poster"),
    path("figures/", search.figures, name="figures"),
    path("robots.txt", search.robots, name="robots"),
    path("demo/phone/", tracking.phone, name="phone"),
]
