"""Addresses of the officials' desk."""

from django.urls import path

from .boards import views as boards
from .calls import views as calls
from .cases import orders, sittings
from .cases import views as cases
from .children import merges
from .citizens import views as citizens
from .figures import funnel
from .figures import views as figures
from .guard import views as guard
from .missing import matches, poster
from .missing import publication as cards
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
    path("missing/<uuid:matter_id>/card/", cards.card, name="card"),
    path("missing/<uuid:matter_id>/card/propose/", cards.propose, name="card_propose"),
    path("missing/<uuid:matter_id>/card/forbid/", cards.forbid, name="card_forbid"),
    path("cards/<uuid:card_id>/approve/", cards.approve, name="card_approve"),
    path("cards/<uuid:card_id>/withdraw/", cards.withdraw, name="card_withdraw"),
    path("cards/<uuid:card_id>/picture/", cards.picture, name="card_picture"),
    path("cards/<uuid:card_id>/poster/<slug:kind>/<slug:lang>/", poster.poster, name="poster"),
    path("matches/", matches.match_list, name="match_list"),
    path("matches/<uuid:pair_id>/", matches.match, name="match"),
    path("matches/<uuid:pair_id>/decide/", matches.decide, name="match_decide"),
    path("matches/<uuid:pair_id>/undo/", matches.undo, name="match_undo"),
    path("matches/<uuid:pair_id>/unconfirm/", matches.unconfirm, name="match_unconfirm"),
    path("matches/<uuid:pair_id>/tell/<uuid:question_id>/", matches.tell, name="match_tell"),
    path("matches/<uuid:pair_id>/photo/<slug:side>/", matches.photo, name="match_photo"),
    path("children/merge/ask/<uuid:matter_id>/", merges.ask, name="merge_ask"),
    path("children/merge/<uuid:merge_id>/", merges.merge, name="merge"),
    path("children/merge/<uuid:merge_id>/<slug:step>/", merges.step, name="merge_step"),
    path("calls/<uuid:matter_id>/tell/<uuid:question_id>/", calls.call_tell, name="call_tell"),
    path("cases/<uuid:matter_id>/more/", cases.more, name="case_more"),
    path("cases/<uuid:matter_id>/withhold/", cases.withhold, name="case_withhold"),
    path("figures/matches/", funnel.board, name="funnel"),
    path("figures/matches/csv/", funnel.csv_file, name="funnel_csv"),
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
    path("citizens/", citizens.inbox, name="citizen_list"),
    path("citizens/<uuid:matter_id>/", citizens.report, name="citizen"),
    path("citizens/<uuid:matter_id>/do/<slug:step>/", citizens.step, name="citizen_step"),
    path("citizens/<uuid:matter_id>/close/", citizens.close, name="citizen_close"),
    path("citizens/<uuid:matter_id>/link/", citizens.link, name="citizen_link"),
    path("citizens/home/<uuid:said_id>/", citizens.home_answer, name="citizen_home"),
    path("citizens/voice/<uuid:voice_id>/", citizens.voice, name="citizen_voice"),
    path("figures/", figures.figures, name="figures"),
    path("figures/csv/", figures.figures_csv, name="figures_csv"),
    path("figures/list/<slug:code>/", figures.figure_list, name="figure_list"),
    path("papers/<uuid:paper_id>/", papers.paper, name="paper"),
    path("papers/<uuid:paper_id>/pdf/", papers.paper_pdf, name="paper_pdf"),
    path("photos/<uuid:photo_id>/", guard.photo, name="photo"),
    path("child/<uuid:child_id>/who/", guard.who_saw, name="who_saw"),
    path("audit/", guard.audit_page, name="audit"),
    path("need/", guard.breakglass, name="breakglass"),
]
