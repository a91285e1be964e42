"""Counts by place, rewritten by the worker; a page reads these and never counts a country."""

from django.db import models


class Figure(models.Model):
    """How many of an indicator's population a district has (0 = the whole, by LGD code)."""

    open_to_all = "counts by district; small ones are hidden where they are shown"
    indicator = models.CharField(max_length=32)
    state_code = models.IntegerField()
    district_code = models.IntegerField()
    value = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["indicator", "state_code", "district_code"], name="figure_once")]


class Freshness(models.Model):
    """When the figures were last counted, how long it took, and when anybody last wrote a matter."""

    open_to_all = "one line of times"
    id = models.SmallIntegerField(primary_key=True, default=1)
    counted_at = models.DateTimeField()
    took_ms = models.IntegerField()
    last_entry_at = models.DateTimeField(null=True)
