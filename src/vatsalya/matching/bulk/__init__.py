"""Whole registers at once: outside sets, the nightly run, and the same rules on DuckDB and Spark."""
