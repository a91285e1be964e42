"""The database's wall, made from the models' own declaration: policies, copying triggers, audit triggers.

Everything here is repeatable: `install()` may run after every migration. Names come from
model declarations, never from people.
"""

from pathlib import Path

from django.apps import apps
from django.db import connection, models

from vatsalya.audit import triggers

from .actor import SEALED
from .scope import Scoped

FOUR = ("unit_no", "shared_with", "realm", "sealed")


def _setting(name: str, kind: str) -> str:
    # A scalar sub-select is evaluated once per statement, not once per row.
    return f"(SELECT nullif(current_setting('app.{name}', true), '')::{kind})"


RULE = (
    f"(((unit_no >= {_setting('lo', 'int')} AND unit_no <= {_setting('hi', 'int')}"
    f" AND (NOT sealed OR (SELECT '{SEALED}' = ANY ({_setting('realms', 'text[]')}::text[]))))"
    f" OR unit_no = ANY ({_setting('own', 'int[]')}::int[])"
    f" OR shared_with && {_setting('own', 'int[]')})"
    f" AND realm = ANY ({_setting('realms', 'text[]')}::text[]))"
    f" OR shared_with && {_setting('grants', 'int[]')}"
)


def scoped_models() -> list[type[Scoped]]:
    """All protected tables, owners before what they own."""
    found = [m for m in apps.get_models() if issubclass(m, Scoped)]
    return sorted(found, key=lambda model: _depth(model))


def _depth(model: type[Scoped]) -> int:
    return 0 if model.owner is None else 1 + _depth(owner_of(model))


def owner_of(model: type[Scoped]) -> type[Scoped]:
    """The model from whose row the four columns are copied."""
    field = model._meta.get_field(model.owner or "")
    return field.related_model  # type: ignore[return-value]


def policy(table: str) -> str:
    """Row security for one table: reading and changing what is visible, adding what will be.

    The table owner (migrations and definer functions) passes by a policy of its own,
    because FORCE binds it too.
    """
    return f"""
    ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
    DROP POLICY IF EXISTS wall ON {table};
    CREATE POLICY wall ON {table} TO vatsalya_app, vatsalya_report USING ({RULE}) WITH CHECK ({RULE});
    DROP POLICY IF EXISTS owner_all ON {table};
    CREATE POLICY owner_all ON {table} TO CURRENT_USER USING (true) WITH CHECK (true);
    GRANT SELECT, INSERT, UPDATE ON {table} TO vatsalya_app;
    GRANT SELECT ON {table} TO vatsalya_report;
    """


def copying(model: type[Scoped]) -> str:
    """Triggers that copy the four columns from the owner's row and follow its changes."""
    table = model._meta.db_table
    field = model._meta.get_field(model.owner or "")
    owner = owner_of(model)
    owner_table, owner_key = owner._meta.db_table, owner._meta.pk.column
    column = field.column  # type: ignore[union-attr]
    return f"""
    CREATE OR REPLACE FUNCTION {table}_four() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public AS $$
    BEGIN
      SELECT o.unit_no, o.shared_with, o.realm, o.sealed
        INTO NEW.unit_no, NEW.shared_with, NEW.realm, NEW.sealed
        FROM {owner_table} o WHERE o.{owner_key} = NEW.{column};
      IF NEW.realm IS NULL THEN RAISE EXCEPTION '{table}: no owner row'; END IF;
      RETURN NEW;
    END $$;
    CREATE OR REPLACE TRIGGER a_four BEFORE INSERT ON {table}
      FOR EACH ROW EXECUTE FUNCTION {table}_four();
    CREATE OR REPLACE FUNCTION {table}_follow() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public AS $$
    BEGIN
      UPDATE {table} SET unit_no = NEW.unit_no, shared_with = NEW.shared_with,
        realm = NEW.realm, sealed = NEW.sealed WHERE {column} = NEW.{owner_key};
      RETURN NULL;
    END $$;
    CREATE OR REPLACE TRIGGER follow_{table} AFTER UPDATE OF unit_no, shared_with, realm, sealed
      ON {owner_table} FOR EACH ROW
      WHEN ((OLD.unit_no, OLD.shared_with, OLD.realm, OLD.sealed)
            IS DISTINCT FROM (NEW.unit_no, NEW.shared_with, NEW.realm, NEW.sealed))
      EXECUTE FUNCTION {table}_follow();
    """


def open_models() -> list[type[models.Model]]:
    """Tables of ours declared open: directories and machinery without a child's data."""
    return [m for m in apps.get_models() if hasattr(m, "open_to_all")]


def library_models() -> list[type[models.Model]]:
    """Tables of libraries (sessions, second factors, jobs), which hold no child's data."""
    ours = {m for m in apps.get_models() if m.__module__.startswith("vatsalya.")}
    return [m for m in apps.get_models() if m not in ours]


def statements() -> list[str]:
    """All statements of the database's wall, in order."""
    made = []
    for model in scoped_models():
        table = model._meta.db_table
        made.append(policy(table))
        if model.may_be_deleted:
            made.append(f"GRANT DELETE ON {table} TO vatsalya_app")
        if model.owner:
            made.append(copying(model))
        made.append(
            triggers.sql_for(
                table,
                pk=model._meta.pk.column or "id",
                child_column=model.child_column,
                hide=model.audit_hide,
            )
        )
    for open_model in open_models() + library_models():
        table = open_model._meta.db_table
        made.append(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO vatsalya_app")
    made.append("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO vatsalya_app")
    return made


def install() -> int:
    """Put the database's wall up (as the owner); returns the number of protected tables."""
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement)
        for file in sorted(Path(__file__).parents[1].glob("*/sql/wall/*.sql")):
            cursor.execute(file.read_text(encoding="utf-8"))
    return len(scoped_models())
