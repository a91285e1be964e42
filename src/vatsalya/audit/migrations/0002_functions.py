"""Functions, triggers and rights of the audit; the SQL lies beside this file."""

from pathlib import Path

from django.db import migrations

SQL = (Path(__file__).parent / "sql_0002.sql").read_text(encoding="utf-8")


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(SQL, migrations.RunSQL.noop)]
