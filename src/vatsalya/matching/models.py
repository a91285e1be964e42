"""The narrow table of likeness. The application's role cannot read it: only the functions of
sql/wall/10_matching.sql can, one search at a time, counted and written down.

What is kept to score a pair is sealed (AES-GCM) with a key outside the database. Hashed
folds would have been simpler but cannot give an edit distance, a nearness of ages or a
sentence for the officer, and equal hashes show which names are common. So the database
sees keyed numbers and ciphertext, and the web process can open only what one search gave.
An entry holds the compared facts alone, no address and no photograph, and goes with
`erase`; the vault of people is never opened for a search.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

SIDES = ("missing", "found", "helpline", "sighting")


class Entry(models.Model):
    """One child as one office described them, in comparable form."""

    closed_to_all = "read through match_candidates() only"

    id = models.UUIDField(primary_key=True)
    side = models.CharField(max_length=8)
    matter_id = models.UUIDField(null=True)
    child_id = models.UUIDField(null=True)
    office_no = models.IntegerField()
    state_code = models.CharField(max_length=8, default="")
    district_code = models.CharField(max_length=8, default="")
    sex = models.CharField(max_length=1, default="u")
    birth_from = models.SmallIntegerField(null=True)
    birth_to = models.SmallIntegerField(null=True)
    event_on = models.DateField()
    open = models.BooleanField(default=True)
    #: No consent and no other ground in law: in no search, no rate, no size, no count.
    withheld = models.BooleanField(default=False, db_default=False)
    keys = ArrayField(models.IntegerField())
    features = models.BinaryField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "matching_entry"
        indexes = [
            GinIndex(fields=["keys"], name="matching_entry_keys", fastupdate=False, condition=Q(open=True)),
            models.Index(fields=["child_id"], name="matching_entry_child"),
        ]
        constraints = [models.CheckConstraint(condition=Q(side__in=SIDES), name="matching_entry_side")]


class KeyCount(models.Model):
    """How many open entries share a key, for keys that more than fifty share."""

    closed_to_all = "read through match_rates() only"

    key = models.IntegerField(primary_key=True)
    entries = models.IntegerField()

    class Meta:
        db_table = "matching_key"


class Register(models.Model):
    """One line: how many entries are open, and when the keys were last counted."""

    closed_to_all = "read through match_rates() only"

    id = models.SmallIntegerField(primary_key=True, default=1)
    entries = models.BigIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        db_table = "matching_register"


class Search(models.Model):
    """Who searched for which record; also what the hourly limit is counted from."""

    closed_to_all = "written by match_candidates() only"

    id = models.BigAutoField(primary_key=True)
    account = models.BigIntegerField()
    posting = models.BigIntegerField(null=True)
    entry_id = models.UUIDField(null=True)
    searched_at = models.DateTimeField()
    probes = models.IntegerField()
    found = models.IntegerField()

    class Meta:
        db_table = "matching_search"
        indexes = [models.Index(fields=["account", "searched_at"], name="matching_search_account")]


class Quota(models.Model):
    """An account whose searches an hour differ from the ordinary limit; set by the owner only."""

    closed_to_all = "set by the owner's role"

    account = models.BigIntegerField(primary_key=True)
    an_hour = models.IntegerField()

    class Meta:
        db_table = "matching_quota"


class WeightsVersion(models.Model):
    """Weights that were proposed from decided pairs; in force is the one approved last. Nought is the release's own."""

    closed_to_all = "read and written through match_weights_*() only"

    version = models.IntegerField(primary_key=True)
    base = models.DateField()  # the day of the released weights that the shifts belong to
    learned = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    proposed_by = models.CharField(max_length=120)
    proposed_at = models.DateTimeField()
    approved_by = models.CharField(max_length=120, null=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "matching_weights"
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=models.F("proposed_by")), name="weights_by_two"
            )
        ]
