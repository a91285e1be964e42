"""Addresses of the pages that anybody may open."""

from django.urls import path

from . import reporting, tracking, views
from .search import views as search

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("child-is-missing/", views.missing, name="missing"),
    path("seen-a-child/", views.seen, name="seen"),
    path("report/", reporting.report, name="missing_report"),
    path("report/code/", reporting.report_code, name="missing_code"),
    path("report/done/", reporting.report_done, name="missing_done"),
    path("report/stations/", reporting.stations, name="stations"),
    path("sighting/", reporting.sighting, name="sighting_report"),
    path("sighting/code/", reporting.sighting_code, name="sighting_code"),
    path("sighting/done/", reporting.sighting_done, name="sighting_done"),
    path("directory/", views.directory, name="directory"),
    path("apply/", views.apply, name="apply"),
    path("rights/", views.rights, name="rights"),
    path("help/", views.help_page, name="help"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("sitemap/", views.sitemap, name="sitemap"),
    path("language/", views.language, name="language"),
    path("track/", tracking.ask, name="track"),
    path("track/report/", tracking.show, name="track_show"),
    path("track/home/", tracking.home, name="track_home"),
    path("track/still-missing/", tracking.still_missing, name="track_missing"),
    path("track/leave/", tracking.leave, name="track_leave"),
    path("verify/<str:serial>/", tracking.verify, name="verify"),
    path("healthz", tracking.health, name="health"),
    path("search/", search.search, name="search"),
    path("search/picture/<uuid:public_id>/", search.picture, name="card_picture"),
    path("poster/<uuid:public_id>/", search.poster, name="poster"),
    path("figures/", search.figures, name="figures"),
    path("figures.csv", search.figures_csv, name="figures_csv"),
    path("robots.txt", search.robots, name="robots"),
    path("demo/phone/", tracking.phone, name="phone"),
]
