"""The database has no side door: asked of PostgreSQL's own catalogue, not of our declarations."""

import pytest
from django.apps import apps

from vatsalya.access.scope import Scoped

# Tables that no model declares.
BARE_TABLES = {"django_migrations"}
# Functions that run with the owner's rights, each with its reason; the copying triggers are named by their tables.
DEFINERS = {
    "audit_row": "writes the audit row of every change",
    "audit_write": "writes the audit row of every read and refusal",
    "audit_who_saw": "answers who opened one child's file",
    "audit_refusals": "lists refusals for the auditor, ids only",
    "audit_seen_today": "counts one person's readings, for the brake",
    "matters_state_needs_move": "refuses a changed state without its move",
    "missing_end_needs_two": "refuses the end of a missing report without two accounts",
    "matters_lead_child": "copies the four columns to the child's sheet",
    "missing_card_stands": "refuses a public card of a child who is found, in care, before a Board or under a bar",
    "missing_card_falls": "takes a public card down where the right to it ended",
    "match_put": "keeps the keys of one child for the engine",
    "match_close": "takes a child out of the search",
    "ccl_erase_audit": "erases what the audit kept of a destroyed record of the Board",
    "match_erase": "erases a child's keys",
    "match_rates": "counts how common a key is",
    "match_search": "returns ids and a masked line, and writes who searched",
    "match_recount": "counts keys again",
    "match_candidates": "returns the entries to compare, never a name",
    "match_withhold": "takes a child without a ground in law out of every count, and back",
    "match_sample": "draws open entries for the machine alone, to estimate weights",
    "match_weights_version": "says which weights are in force, a number",
    "match_weights_list": "lists proposed weights, no child in them",
    "match_weights_propose": "keeps proposed weights; the machine alone",
    "match_weights_approve": "puts weights in force; never by their proposer",
    "match_page": "gives the nightly run sealed entries page by page; refuses everybody but a duty of the machine",
}
# Unique rules on protected tables, which could tell a stranger that a value is taken: why they tell nothing.
UNIQUE = {
    "number": "a pseudonym or a running number that says nothing of a child",
    "serial": "a running number of a paper",
    "station_no": "written by the exchange with the machine's own eyes, never by an officer who could learn from it",
}


def _ours():
    return [model for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("vatsalya.")]


SCOPED = [model for model in _ours() if issubclass(model, Scoped)]


def _ids(model) -> str:
    return model._meta.db_table


def _declared(model) -> list[bool]:
    return [
        issubclass(model, Scoped),
        bool(getattr(model, "open_to_all", "")),
        bool(getattr(model, "closed_to_all", "")),
    ]


def test_every_table_of_ours_is_declared_protected_or_open_or_closed_and_only_one_of_them():
    undeclared = [model._meta.label for model in _ours() if sum(_declared(model)) != 1]
    assert undeclared == [], "Instead: make it Scoped, or say why all (open_to_all) or none (closed_to_all) may read it"


@pytest.mark.parametrize("model", [model for model in _ours() if hasattr(model, "closed_to_all")], ids=_ids)
def test_a_closed_table_is_out_of_the_apps_reach(model, owner_sql):
    table = model._meta.db_table
    assert owner_sql("SELECT has_any_column_privilege('vatsalya_app', %s, 'SELECT')", table) == [(False,)]


def test_there_are_protected_tables():
    assert len(SCOPED) > 10


@pytest.mark.parametrize("model", SCOPED, ids=_ids)
def test_row_security_is_on_and_forced(model, owner_sql):
    found = owner_sql(
        "SELECT relrowsecurity, relforcerowsecurity FROM pg_class WHERE oid = %s::regclass", model._meta.db_table
    )
    assert found == [(True, True)]


@pytest.mark.parametrize("model", SCOPED, ids=_ids)
def test_the_app_reads_and_writes_through_a_policy(model, owner_sql):
    found = owner_sql(
        "SELECT qual, with_check FROM pg_policies WHERE tablename = %s AND 'vatsalya_app' = ANY (roles)",
        model._meta.db_table,
    )
    assert len(found) == 1, "one policy: several are joined by OR"
    rule, check = found[0]
    assert rule == check
    assert all(word in rule for word in ("unit_no", "sealed", "shared_with", "realm", "app.own", "app.realms"))
    assert rule.count("FROM ") == 0, "a policy that asks another table is slow and can be led astray"


@pytest.mark.parametrize("model", SCOPED, ids=_ids)
def test_every_write_reaches_the_audit(model, owner_sql):
    found = owner_sql(
        "SELECT t.tgtype FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "WHERE t.tgrelid = %s::regclass AND p.proname = 'audit_row' AND t.tgenabled IN ('O', 'A')",
        model._meta.db_table,
    )
    insert, delete, update = 4, 8, 16
    events = 0
    for (kind,) in found:
        events |= kind
    assert events & insert and events & update and events & delete


@pytest.mark.parametrize("model", [model for model in SCOPED if model.owner], ids=_ids)
def test_the_four_columns_are_copied_and_follow_their_owner(model, owner_sql):
    table = model._meta.db_table
    found = owner_sql(
        "SELECT c.relname, p.proname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE p.proname = ANY (%s) AND t.tgenabled IN ('O', 'A')",
        [f"{table}_four", f"{table}_follow"],
    )
    owner = model._meta.get_field(model.owner).related_model._meta.db_table
    assert set(found) == {(table, f"{table}_four"), (owner, f"{table}_follow")}


@pytest.mark.parametrize("model", SCOPED, ids=_ids)
def test_the_app_neither_deletes_nor_empties_protected_rows(model, owner_sql):
    table = model._meta.db_table
    may = owner_sql(
        "SELECT has_table_privilege('vatsalya_app', %s, 'DELETE'), has_table_privilege('vatsalya_app', %s, 'TRUNCATE')",
        table,
        table,
    )[0]
    assert may == (model.may_be_deleted, False)


def test_no_table_lies_outside_the_declarations(owner_sql):
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | BARE_TABLES
    there = {name for (name,) in owner_sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    unknown = {name for name in there - known if not name.startswith(("procrastinate_", "audit_", "match_"))}
    assert unknown == set(), "Instead: declare it as a model"


def test_tables_made_by_sql_are_closed_to_the_app_or_have_row_security(owner_sql):
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | BARE_TABLES
    rows = owner_sql(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND NOT relrowsecurity AND has_table_privilege('vatsalya_app', oid, 'SELECT')"
    )
    readable = {name for (name,) in rows if not name.startswith("procrastinate_")}
    assert readable - known == set(), "Instead: let the app reach it through a function"


def test_every_view_asks_as_its_reader(owner_sql):
    rows = owner_sql(
        "SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'public'::regnamespace "
        "AND NOT coalesce(reloptions, '{}') && ARRAY['security_invoker=true', 'security_invoker=on']"
    )
    assert rows == [], "Instead: CREATE VIEW … WITH (security_invoker = true)"


def test_no_materialised_view_keeps_protected_rows(owner_sql):
    rows = owner_sql("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'")
    assert rows == [], "Instead: keep figures in a table of counts"


def _definers(owner_sql) -> list[tuple[str, list[str] | None]]:
    return owner_sql(
        "SELECT p.proname, p.proconfig FROM pg_proc p LEFT JOIN pg_depend d ON d.objid = p.oid AND d.deptype = 'e' "
        "WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace AND d.objid IS NULL"
    )


def test_every_function_with_the_owners_rights_is_listed_with_its_reason(owner_sql):
    copying = {f"{model._meta.db_table}_{what}" for model in SCOPED for what in ("four", "follow")}
    unknown = {name for name, _ in _definers(owner_sql)} - set(DEFINERS) - copying
    assert unknown == set()


def test_functions_with_the_owners_rights_fix_their_search_path(owner_sql):
    loose = [name for name, config in _definers(owner_sql) if not any("search_path" in one for one in config or [])]
    assert loose == []


def test_a_unique_rule_does_not_betray_another_offices_value(owner_sql):
    rows = owner_sql(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_index i "
        "JOIN pg_class c ON c.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey) "
        "WHERE i.indisunique AND NOT i.indisprimary AND c.relname = ANY (%s) GROUP BY i.indexrelid, c.relname",
        [model._meta.db_table for model in SCOPED],
    )
    keys = {
        field.column
        for model in SCOPED
        for field in model._meta.concrete_fields
        if field.is_relation or field.get_internal_type() in ("UUIDField", "AutoField", "BigAutoField")
    }
    telling = [(table, columns) for table, columns in rows if not set(columns) & (keys | set(UNIQUE))]
    assert telling == [], "Instead: begin the rule with the row it belongs to, or use a pseudonym"


def test_no_open_table_points_at_a_protected_one():
    keys = [
        f"{model._meta.label}.{field.name}"
        for model in _ours()
        if not issubclass(model, Scoped)
        for field in model._meta.concrete_fields
        if field.is_relation and issubclass(field.related_model, Scoped)
    ]
    assert keys == [], "Instead: hold the id as a plain value, or protect the table"


def test_the_apps_role_can_pass_by_nothing(owner_sql):
    rows = owner_sql(
        "SELECT rolname FROM pg_roles WHERE rolname IN ('vatsalya_app', 'vatsalya_report', 'vatsalya_sealer') "
        "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
    )
    assert rows == []


def test_the_app_owns_nothing_and_is_no_member_of_the_owner(owner_sql):
    assert owner_sql("SELECT tablename FROM pg_tables WHERE tableowner = 'vatsalya_app'") == []
    assert owner_sql("SELECT pg_has_role('vatsalya_app', 'vatsalya_owner', 'MEMBER')") == [(False,)]
