"""Addresses of the officials' desk."""

from django.urls import path

from .boards import views as boards
from .calls import views as calls
from .cases import orders, sittings
from .cases import views as cases
from .figures import views as figures
from .guard import views as guard
from .missing import matches
from .missing import views as missing
from .papers import views as papers
from .police import rail, reports
from .police import views as police

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
    path("missing/<uuid:matter_id>/fir/", reports.fir, name="missing_fir"),
    path("missing/<uuid:matter_id>/acknowledge/", missing.acknowledge, name="missing_acknowledge"),
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
    path("missing/<uuid:matter_id>/sitting/<int:number>/", missing.sitting, name="missing_sitting"),
    path("missing/<uuid:matter_id>/do/<slug:what>/", reports.step, name="missing_step"),
    path("missing/<uuid:matter_id>/suspect/", reports.suspect, name="missing_suspect"),
    path("missing/<uuid:matter_id>/hand-over/", reports.hand_over, name="missing_hand_over"),
    path("missing/<uuid:matter_id>/otherwise/", reports.end_otherwise, name="missing_end_otherwise"),
    path("missing/<uuid:matter_id>/reopen/", reports.reopen, name="missing_reopen"),
    path("missing/<uuid:matter_id>/end/", reports.end, name="missing_end"),
    path("missing/<uuid:matter_id>/end/answer/", reports.end_answer, name="missing_end_answer"),
    path("missing/<uuid:matter_id>/recover/", reports.recover, name="missing_recover"),
    path("missing/<uuid:matter_id>/produce/", reports.produce, name="missing_produce"),
    path("missing/<uuid:matter_id>/zero/", reports.zero_ask, name="missing_zero"),
    path("missing/<uuid:matter_id>/diary/", police.diary_page, name="diary"),
    path("missing/<uuid:matter_id>/diary/new/", police.diary_new, name="diary_new"),
    path("police/", police.desk, name="police"),
    path("police/zero/<uuid:zero_id>/", reports.zero_answer, name="zero_answer"),
    path("police/picture/<uuid:file_id>/", police.diary_picture, name="diary_picture"),
    path("police/ahtu/", police.ahtu_list, name="ahtu_list"),
    path("police/ahtu/<uuid:matter_id>/", police.ahtu_file, name="ahtu"),
    path("police/ahtu/<uuid:matter_id>/how/", police.ahtu_describe, name="ahtu_describe"),
    path("police/ahtu/<uuid:matter_id>/report/", police.ahtu_update, name="ahtu_update"),
    path("police/ahtu/<uuid:matter_id>/link/", police.ahtu_link, name="ahtu_link"),
    path("police/complaints/", police.nodal, name="nodal"),
    path("police/complaints/feed/", police.nodal_feed, name="nodal_feed"),
    path("police/stations/", police.stations, name="stations"),
    path("railway/", rail.rail_list, name="rail_list"),
    path("railway/new/", rail.rail_new, name="rail_new"),
    path("railway/<uuid:record_id>/", rail.rail_record, name="rail"),
    path("railway/<uuid:record_id>/where/", rail.rail_describe, name="rail_describe"),
    path("railway/<uuid:record_id>/produce/", rail.rail_produce, name="rail_produce"),
]
