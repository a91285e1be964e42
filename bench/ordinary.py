"""How ordinary portals search, on the same queries: exact, LIKE, trigrams, weighted fields."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.errors import QueryCanceled

from bench.register import Ask, roman
from vatsalya.matching.record import Record

LONGEST_MS = 20_000
INDEXES = """
CREATE INDEX IF NOT EXISTS bench_exact ON bench_plain (name, district, sex);
CREATE INDEX IF NOT EXISTS bench_district ON bench_plain (district, sex);
CREATE INDEX IF NOT EXISTS bench_name ON bench_plain USING gin (name gin_trgm_ops);
CREATE INDEX IF NOT EXISTS bench_roman ON bench_plain USING gin (roman gin_trgm_ops);
ANALYZE bench_plain;
"""
EXACT = "SELECT id FROM bench_plain WHERE name = %(name)s AND district = %(district)s AND sex = %(sex)s LIMIT 50"
WORD = """SELECT id FROM bench_plain WHERE name ILIKE %(word)s AND district = %(district)s AND sex = %(sex)s
 ORDER BY abs(born - %(born)s) LIMIT 50"""
WORD_INDIA = """SELECT id FROM bench_plain WHERE name ILIKE %(word)s AND sex = %(sex)s
 AND born BETWEEN %(born)s - 2 AND %(born)s + 2 ORDER BY abs(born - %(born)s) LIMIT 50"""
TRIGRAM = """SELECT id FROM bench_plain WHERE name %% %(name)s AND sex = %(sex)s
 ORDER BY similarity(name, %(name)s) DESC LIMIT 50"""
ROMAN = """SELECT id FROM bench_plain WHERE roman %% %(roman)s AND sex = %(sex)s
 ORDER BY similarity(roman, %(roman)s) DESC LIMIT 50"""
WEIGHTED = """SELECT id FROM bench_plain WHERE roman %% %(roman)s AND sex = %(sex)s
 AND born BETWEEN %(born)s - 3 AND %(born)s + 3
 ORDER BY 4 * similarity(roman, %(roman)s) + 3 * similarity(father, %(father)s) + 2 * similarity(mother, %(mother)s)
   + 2 * (home = %(home)s)::int + (district = %(district)s)::int - 0.4 * abs(born - %(born)s) DESC LIMIT 50"""
FAST = {"exact name, district, sex": EXACT, "ILIKE first word, district, sex": WORD}
SLOW = {
    "ILIKE first word, all India, sex, age 2 years": WORD_INDIA,
    "trigrams of the name as typed, sex": TRIGRAM,
    "trigrams of the romanised name, sex": ROMAN,
    "weighted fields: trigrams, sex, age, parents, place": WEIGHTED,
}


def measure(asks: list[Ask], *, slow: bool) -> dict[str, Any]:
    """Each way on the same queries; the slow ones on a stated part of them when there are many."""
    from bench.match import SLOW_QUERIES, ranked

    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '1GB'")
        for statement in INDEXES.strip().split(";\n"):
            cursor.execute(statement)
    found = {name: ranked(name, asks, partial(_ask, query)) for name, query in FAST.items()}
    for name, query in SLOW.items() if slow else ():
        found[name] = ranked(name, asks, partial(_ask, query), most=SLOW_QUERIES)
    return found


def _ask(query: str, finding: Record) -> list[UUID]:
    """One search; a child without a name cannot be asked for in these ways."""
    if not finding.names:
        return []
    name = finding.names[0]
    day = finding.event_on
    given = {
        "name": name, "roman": roman(name), "word": f"{name.split()[0]}%", "sex": finding.sex or "boy",
        "district": finding.district_code, "home": finding.home_district or "-", "father": roman(finding.father or ""),
        "mother": roman(finding.mother or ""),
        "born": day.year + day.timetuple().tm_yday / 365 - (finding.age_value or 10),
    }  # fmt: skip
    return _within(query, given)


def _within(query: str, given: dict[str, Any]) -> list[UUID]:
    """The answer, or nothing after twenty seconds."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(LONGEST_MS)])
            cursor.execute(query, given)
            return [row[0] for row in cursor.fetchall()]
    except Exception as error:
        if isinstance(error.__cause__, QueryCanceled):
            return []
        raise
