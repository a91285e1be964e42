"""All addresses: citizens' pages at the root, officials' desk below /desk/."""

from django.urls import include, path

from vatsalya.desk import errors

urlpatterns = [
    path("", include("vatsalya.public.urls")),
    path("", include("vatsalya.desk.accounts.urls")),
    path("desk/", include("vatsalya.desk.urls")),
    path("api/", include("vatsalya.api.urls")),
]
handler404 = errors.not_found
handler500 = errors.broken
handler403 = errors.not_allowed
