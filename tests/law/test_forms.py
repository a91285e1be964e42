"""The statutory forms: what they ask, in both languages, who fills and who reads them."""

from datetime import date

import pytest

from vatsalya.law.load import law
from vatsalya.law.reading import LawError
from vatsalya.law.schema import json_schema

DAY = date(2026, 11, 24)
ALL = sorted(law().form_versions)
ASKED = {
    "missing": "name sex age last_seen_at last_seen_place reporter_phone marks languages words_said photo fir_no risks",
    "17": "found_at charge_at received_at journey_minutes producer_kind producer_name producer_address found_with "
    "parents circumstances allegation condition belongings marks photo efforts treatment police_informed "
    "languages aadhaar",
    "18": "home period_from period_to reason age_found age_evidence over_strength_reason under_six_reason next_date",
    "21": "due_on questions direction",
    "22": "members relations marriage offences living habits pastimes interests schooling school_type school_left "
    "vocation work friends neighbourhood mental health addiction stayed_with ran_away leaving_reasons victim abuses "
    "ill_treatment exploitation trafficked perpetrators middlemen institution police_informed "
    "emotional intelligence causes analysis "
    "expert psychosocial wishes risk support rehabilitation recommendation disability religion contact",
    "44": "carer_name carer_relation restoration section supervisor reason conditions effective_on",
    "45": "escort_name escort_woman destination by_date fallback interim handed_over",
    "15": "produced_on producer_kind producer_name follow_ups orders compensation annexes",
    "16": "period_from period_to sittings visits pending_before received disposed pending_after disposals reasons",
    "19": "carer_kind carer_name carer_address reason period_from period_to resides_at school more next_date",
    "20": "carer_kind carer_name carer_address read_over signed_before",
    "23": "applicants name age reason free_will no_objection language",
    "24": "parents name reason disclosure counselled_on after_birth witnesses stays_with",
    "25": "name birth_date institution placed_by route basis counselled free_consent after_birth unit_on home_on",
    "26": "first_production produced_on station fir_no sections probation_officer investigating_officer guardian "
    "contact medical_on age_on age_found age_took age_by age_evidence placements steps",
    "30": "applicants about_self members relationship work income_yearly house motivation daily health visited_on "
    "papers_seen psychosocial recommendation",
    "31": "aadhaar contacts home placed_on left_family not_adopted why why_more health school child_view",
    "32": "kind carers facility carer_address period_from period_to supervisor approved_on",
    "33": "carers carer_address read_over witnesses",
    "34": "papers study_origin_on study_foster_on order_on visits reviews payments end handed_on worker",
    "35": "visited_on health mood studies time differs discomfort abuse contact beaten humiliated chores carers_say "
    "own_children teachers parents ready neighbours safe",
    "36": "father purposes payment amount period_from period_to bank operated_by",
    "37": "father eighteen_on purposes organisation amount period_from period_to bank",
    "38": "organisation registration refused facility connectivity infrastructure disaster water sanitation rent "
    "capacity services staff background members assets foreign grants bank accounts declared witnesses",
    "39": "facility organisation purposes valid_from years",
    "followup": "visited_on child_present last_visit height_cm weight_kg enrolled schooling health_card beaten chores "
    "abuse neighbours schemes parents talk safe remarks",
    "citizen": "name sex age last_seen_at last_seen_place last_seen_text photo marks words_said father mother "
    "circumstance reporter_name reporter_relation reporter_phone may_publish good_faith",
    "sighting": "danger place place_text seen_at doing company age_band sex clothes marks_text language card photo "
    "reporter_phone callback good_faith",
    "recovery": "recovered_at found_place found_by condition journey_minutes statement_taken produce_before "
    "medical_done trafficked purpose offence",
    "helpline": "caller_kind need triage place told call_kind channel callback_safe",
    "1": "fir_no law_sections station reported_at io_name cwpo_name name photo father mother guardian age sex "
    "address aadhaar religion social_group disability members leaving_reasons offences habits pastimes work "
    "income income_use schooling school_left last_school vocation friends abuses victim used_by reasons "
    "circumstances articles alleged_role suggestion",
    "2": "carer_name carer_address name age produce_on",
    "3": "fir_no carer_name period_from period_to conditions next_date",
    "4": "home fir_no period_from period_to next_date bail_refused reason",
    "5": "fir_no law_sections due_on addressee experts",
    "6": "fir_no law_sections station nature members relations grandparents marriage offences religion_attitude "
    "living habits pastimes interests traits discipline work income_use work_record schooling classmates "
    "teachers school_left vocation friends friends_attitude neighbourhood abuses victim used_by ran_away "
    "circumstances alleged_role offence_reason earlier institution looks physical mental emotional "
    "physical_factors intelligence social causes analysis expert recommendation bank disability child_words",
    "8": "carer_name sum years default_sum school sureties supervisor",
    "9": "name period_to place school inform_how read_over",
    "10": "visited_on conduct health family_relations difficulties household antisocial school_visited work_visited "
    "labour_breach private_talk private_why_not progress plan_change next_visit",
    "11": "lawyer probation_officer io_name cwpo_name nature apprehended_at first_produced_at medical_on bail_on "
    "supervision stays steps",
    "42": "home cwpo_name station medical_report time_in time_out_due belongings",
    "7A": "prepared_on profile_no board bank earnings awards admission_no admitted_on stay_band religion "
    "expectation expectation_plan health health_plan emotional emotional_plan education education_plan "
    "leisure leisure_plan attachment attachment_plan belief belief_plan self_care self_care_plan independent "
    "independent_plan experiences experiences_plan goals child_words child_part next_review",
    "7B": "period_from interview_on interview_place conduct expectation health emotional education leisure "
    "attachment belief self_care independent experiences proceedings supervision_from supervision_result "
    "live_with goals child_words",
    "7C": "release_kind authority placements skills last_report expectation health experiences release_on escort "
    "id_proof plan follow_up_by mou_ngo sponsor mou_sponsor medical_on child_words",
    "7D": "which bank_state earnings_to belongings_to progress family_attitude milieu skills_used school school_on "
    "mainstream child_words papers",
    "12": "quarter year received disposed pending_after by_nature by_age reasons assessments bail_granted refused "
    "stays probation sir_in_time petty_ended sittings",
    "13": "conduct education reform recommendation",
    "14": "issued_by kept_by ratings reviewed_on child_words",
    "27": "organisation legal_registration renewal home_kind capacity rooms water power sanitation recreation "
    "accounts resolution plan safety security transport other_services linkages staff members fcra grants "
    "declared witness_1 witness_2 enclosures",
    "28": "certificate_kind home_kind capacity purpose for_sex age_from age_to valid_from valid_to",
    "29": "home month children services referrals",
    "43": "photo age age_now category religion social_group home_place housing produced_by leaving_reasons abuses "
    "ill_treatment exploitation health_before stayed_with visits_before visits_after disability family_kind "
    "relations offences property marriages social_life parental_care puberty conduct habits work income_use "
    "schooling schooling_after vocation vocation_after extracurricular medical_child medical_parents "
    "quarterly friends group reaction narrative suggestion reviews",
    "46": "home quarter year inspectors present staff private_talk harm_seen recommendations overall",
    "handover": "received_by identity_seen handed_at",
    "pocso-a": "fir_no officer numbers given_to given_at given_language fir_copy",
    "pocso-b": "fir_no age offender_relation shared_home abuse harm disability parents treatment school_loss duration "
    "parents_health aadhaar",
}  # fmt: skip


def form(no):
    return law().form(no, on=DAY)


def test_the_forms_of_the_journey_are_there():
    assert set(ASKED) == set(ALL)


@pytest.mark.parametrize("no", ALL)
def test_it_asks_what_the_rules_ask(no):
    assert set(ASKED[no].split()) <= {f.key for f in form(no).fields}


def test_eight_answers_or_fewer_register_a_missing_child_and_they_stand_first():
    asked = form("missing")
    needed = [f.key for f in asked.fields if f.required]
    assert len(needed) <= 8 and needed == [f.key for f in asked.sections[0].fields]


def test_a_found_child_may_have_no_name():
    assert not {f.key: f for f in form("17").fields}["name"].required


@pytest.mark.parametrize("no", ALL)
def test_religion_caste_and_aadhaar_are_never_required_and_never_public(no):
    for field in form(no).fields:
        if field.key in {"religion", "social_group", "aadhaar", "bank"}:
            assert not field.required and field.vis == "C"
        assert "number" not in field.key or "aadhaar" not in field.key


@pytest.mark.parametrize("no", ALL)
def test_abuse_is_read_by_those_specially_entitled_only(no):
    wanted = {
        "abuse",
        "abuses",
        "ill_treatment",
        "exploitation",
        "trafficked",
        "perpetrators",
        "allegation",
        "victim",
        "used_by",
        "discomfort",
    }
    found = [f for f in form(no).fields if f.key in wanted]
    assert all(f.vis == "special" for f in found)


def test_a_table_of_secrets_has_no_open_column():
    tables = [f for no in ALL for f in form(no).fields if f.type == "table"]
    assert len(tables) > 8
    assert all(column.vis == table.vis for table in tables for column in table.columns)


def test_who_is_public_and_who_is_not_in_a_missing_report():
    vis = {f.key: f.vis for f in form("missing").fields}
    assert {vis[k] for k in ("name", "sex", "age", "last_seen_place", "languages", "clothes")} == {"P"}
    assert {vis[k] for k in ("reporter_name", "reporter_phone", "home_text", "fir_no", "marks")} == {"L"}
    assert vis["father"] == vis["mother"] == "S"


def test_homes_do_not_read_the_investigation():
    assert not {"pic", "home_worker", "saa_officer"} & set(form("22").readers)
    assert form("22").readable_by("cwc_member") and not form("22").readable_by("cwpo")


@pytest.mark.parametrize("no", ["18", "19", "21", "25", "32", "36", "37", "44", "45"])
def test_orders_are_made_by_members_only(no):
    assert form(no).order and set(form(no).by) == {"cwc_chair", "cwc_member"}


@pytest.mark.parametrize("no", ["3", "4", "5"])
def test_orders_of_the_board_are_made_by_its_members_only(no):
    assert form(no).order and set(form(no).by) == {"jjb_pm", "jjb_member"} and form(no).realm == "ccl"


@pytest.mark.parametrize("no", [no for no in ALL if law().newest_form(no).realm == "ccl"])
def test_what_is_alleged_is_never_public_and_no_child_of_the_board_can_be_published(no):
    asked = [f for one in form(no).fields for f in (one, *one.columns)]
    assert "P" not in {f.vis for f in asked}
    alleged = {
        "law_sections",
        "alleged_role",
        "circumstances",
        "articles",
        "nature",
        "offence_at",
        "offence_on",
        "earlier",
    }
    assert {f.vis for f in asked if f.key in alleged} <= {"C"}


def test_the_alleged_offence_gives_no_ground_to_keep_a_child():
    assert list(law().codes("bail_refused")) == ["known_criminal", "danger", "justice"]
    kinds = law().codes({f.key: f for f in form("4").fields}["home_kind"].codes)
    assert not {"special_home", "children_home"} & set(kinds)
    assert {len(s.text) for no in ("3", "8", "9") for s in form(no).sections if s.text} == {6, 8, 3}


def test_each_of_the_46_numbers_has_its_form_or_is_reserved_and_a_reserved_one_cannot_be_filled():
    assert list(law().reserved) == ["40", "41"]
    numbers = {no.rstrip("ABCD") for no in ALL if no[:1].isdigit()}
    assert numbers | set(law().reserved) == {str(no) for no in range(1, 47)}
    for no in law().reserved:
        with pytest.raises(LawError):
            form(no)


@pytest.mark.parametrize("no", ALL)
def test_it_has_title_rule_and_sections_with_words(no):
    made = form(no)
    assert made.rule and made.sections and made.fields and made.readers and made.version
    assert made.printed_no == no and made.valid_from <= DAY


@pytest.mark.parametrize("no", ALL)
@pytest.mark.parametrize("lang", ["en", "hi"])
def test_the_schema_says_what_a_machine_must_send(no, lang):
    made, asked = json_schema(form(no), law(), lang), form(no)
    assert made["title"] == asked.title[lang] and made["additionalProperties"] is False
    assert made["required"] == [f.key for f in asked.fields if f.required]
    for field in asked.fields:
        said = made["properties"][field.key]
        assert said["title"] == field.label[lang] and said["x-visibility"] == field.vis
        if field.codes:
            assert (said.get("enum") or said["items"]["enum"]) == list(law().codes(field.codes))
        if field.type == "table":
            assert set(said["items"]["properties"]) == {c.key for c in field.columns}
            assert said["items"]["additionalProperties"] is False


def test_the_schema_keeps_the_limits_of_numbers_ages_and_days():
    properties = json_schema(form("17"), law(), "en")["properties"]
    assert (properties["height_cm"]["minimum"], properties["height_cm"]["maximum"]) == (30, 220)
    assert properties["age"]["properties"]["value"]["maximum"] == 25
    assert properties["found_at"]["format"] == "date-time"


def test_a_form_that_changes_is_asked_in_the_version_of_the_day(copy):
    text = (copy.folder / "forms/21.toml").read_text(encoding="utf-8")
    copy.write("forms/21-2027.toml", text.replace('"2016.1"', '"2027.1"').replace("2016-09-21", "2027-01-01"))
    copy.change("forms/21.toml", "2016-09-21", "2016-09-21\nvalid_to = 2026-12-31")
    found = copy.law()
    assert found.form("21", on=date(2026, 12, 31)).version == "2016.1"
    assert found.form("21", on=date(2027, 1, 1)).version == "2027.1"
    assert [f.version for f in found.forms(date(2027, 1, 1)) if f.no == "21"] == ["2027.1"]


PRINTED = """hi = "आदेश"
text = [
  { en = "Brings the child when called.", hi = "बुलाने पर बच्चे को लाना।" },
  { en = "Sends the child to school.", hi = "बच्चे को विद्यालय भेजना।" },
]
"""


def test_what_the_law_has_printed_is_read_in_both_languages_and_stands_in_the_schema(copy):
    copy.change("forms/21.toml", 'hi = "आदेश"', PRINTED)
    copy.change("forms/21.toml", "order = true", 'order = true\nmark = "unverified"')
    found = copy.law()
    texts = found.newest_form("21").sections[0].text
    assert [one["hi"] for one in texts] == ["बुलाने पर बच्चे को लाना।", "बच्चे को विद्यालय भेजना।"]
    made = json_schema(found.newest_form("21"), found, "en")
    assert made["x-text"] == {"order": [one["en"] for one in texts]} and made["x-mark"] == "unverified"
    assert not {"x-text", "x-mark"} & set(json_schema(law().newest_form("21"), law(), "en"))


#: How many conditions or undertakings the rules print on a form.
PRINTED_BY_LAW = {("19", "conditions"): 8, ("20", "undertaking"): 6, ("33", "undertaking"): 8}


@pytest.mark.parametrize(("place", "many"), PRINTED_BY_LAW.items())
def test_conditions_and_undertakings_are_printed_in_full(place, many):
    section = next(one for one in form(place[0]).sections if one.key == place[1])
    assert len(section.text) == many and all(one["en"] and one["hi"] for one in section.text)


def test_a_deed_tells_of_the_sixty_days_and_a_certificate_of_carings():
    assert "sixtieth day" in " ".join(t["en"] for s in form("24").sections for t in s.text)
    assert "CARINGS" in " ".join(t["hi"] for s in form("25").sections for t in s.text)


def test_parents_of_a_child_to_be_adopted_are_read_by_few():
    for no in ("23", "24"):
        assert {f.vis for f in form(no).fields if f.key in ("parents", "applicants", "phone", "disclosure")} == {"C"}
        assert not {"home_worker", "ngo_worker", "probation_officer", "cwpo"} & set(form(no).readers)


@pytest.mark.parametrize(
    ("no", "role"), [("46", "dm"), ("28", "scps_officer"), ("12", "dm"), ("42", "pic"), ("7A", "pic")]
)
def test_whoever_must_act_on_a_paper_may_read_what_it_asks_of_him(no, role):
    hidden = {f.key for f in form(no).fields if f.vis not in law().roles[role].sees}
    assert form(no).readable_by(role) and hidden <= {"experiences", "experiences_plan", "cwpo_phone"}
