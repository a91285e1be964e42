"""Addresses of the officials' desk."""

from django.urls import path

from .boards import views as boards
from .calls import views as calls
from .cases import orders, sittings
from .cases import views as cases
from .exchange import alerts, fir, imports
from .exchange import keys as exchange
from .figures import views as figures
from .guard import views as guard
from .missing import matches
from .missing import views as missing
from .papers import views as papers

app_name = "desk"
urlpatterns = [
    path("", boards.today, name="today"),
    path("told/", boards.live, name="live"),
    path("told/<int:notice_id>/", boards.open_notice, name="notice"),
    path("draft/", boards.draft, name="draft"),
    path("missing/", missing.missing_list, name="missing_list"),
    path("missing/new/", missing.new, name="missing_new"),
    path("missing/<uuid:matter_id>/", missing.report, name="missing"),
    path("missing/<uuid:matter_id>/more/", missing.more, name="missing_more"),
    path("missing/<uuid:matter_id>/fir/", missing.fir, name="missing_fir"),
    path("missing/<uuid:matter_id>/acknowledge/", missing.acknowledge, name="missing_acknowledge"),
    path("missing/<uuid:matter_id>/tracing/", missing.begin_tracing, name="missing_tracing"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<uuid:pair_id>/", matches.match, name="match"),
    path("matches/<uuid:pair_id>/decide/", matches.decide, name="match_decide"),
    path("cases/", cases.case_list, name="case_list"),
    path("cases/new/", cases.new, name="case_new"),
    path("cases/<uuid:matter_id>/", cases.case, name="case"),
    path("cases/<uuid:matter_id>/do/<slug:step>/", cases.step, name="case_step"),
    path("cases/<uuid:matter_id>/order/<slug:form>/", orders.order, name="order"),
    path("cases/<uuid:matter_id>/report/", orders.report, name="sir"),
    path("cases/<uuid:matter_id>/hear/", orders.hear, name="hear"),
    path("cases/<uuid:matter_id>/final/", orders.final, name="final"),
    path("cases/<uuid:matter_id>/transfer/", orders.transfer, name="transfer"),
    path("cases/<uuid:matter_id>/give/<int:investigation_id>/", orders.assign, name="assign"),
    path("visits/<int:follow_up_id>/<uuid:matter_id>/", orders.visit, name="visit"),
    path("residents/", cases.placement_list, name="placement_list"),
    path("residents/<uuid:matter_id>/", cases.placement, name="placement"),
    path("sittings/", sittings.sitting_list, name="sittings"),
    path("sittings/<uuid:sitting_id>/", sittings.sitting, name="sitting"),
    path("sittings/<uuid:sitting_id>/<slug:step>/", sittings.step, name="sitting_step"),
    path("calls/", calls.call_list, name="call_list"),
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<uuid:matter_id>/", calls.call, name="call"),
    path("calls/<uuid:matter_id>/child/", calls.call_link, name="call_link"),
    path("calls/<uuid:matter_id>/close/", calls.call_close, name="call_close"),
    path("figures/", figures.figures, name="figures"),
    path("figures/csv/", figures.figures_csv, name="figures_csv"),
    path("figures/list/<slug:code>/", figures.figure_list, name="figure_list"),
    path("papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("papers/<uuid:paper_id>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("photos/<uuid:photo_id>/", guard.photo, name="photo"),
    path("child/<uuid:child_id>/who/", guard.who_saw, name="who_saw"),
    path("audit/", guard.audit_page, name="audit"),
    path("need/", guard.breakglass, name="breakglass"),
    path("missing/new/fir/", fir.fetch, name="missing_fir_fetch"),
    path("alerts/", alerts.alert_list, name="alerts"),
    path("alerts/new/", alerts.alert_new, name="alert_new"),
    path("alerts/<uuid:alert_id>/", alerts.alert, name="alert"),
    path("alerts/<uuid:alert_id>/recall/", alerts.alert_recall, name="alert_recall"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.import_new, name="import_new"),
    path("imports/<uuid:imported_id>/", imports.imported, name="imported"),
    path("imports/<uuid:imported_id>/decide/", imports.import_decide, name="import_decide"),
    path("systems/", exchange.exchange, name="exchange"),
    path("systems/keys/new/", exchange.key_new, name="key_new"),
    path("systems/keys/<slug:key_id>/<slug:step>/", exchange.key_step, name="key_step"),
    path("systems/agreements/new/", exchange.agreement_new, name="agreement_new"),
    path("systems/agreements/<int:receiver_id>/end/", exchange.agreement_end, name="agreement_end"),
    path("systems/events/<int:delivery_id>/again/", exchange.again, name="event_again"),
]
