"""The trigger that writes down every change of a protected row, raw SQL and bulk updates included."""


def sql_for(table: str, *, pk: str = "id", child_column: str | None = None, hide: tuple[str, ...] = ()) -> str:
    """CREATE TRIGGER for one table; hidden columns enter only as a digest. May be run again."""
    hidden = ",".join(hide)
    return (
        f"CREATE OR REPLACE TRIGGER z_audit AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION audit_row('{pk}', '{child_column or ''}', '{hidden}')"
    )
