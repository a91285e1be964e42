"""Offices on the jurisdiction tree and the postings from which all rights come."""

from django.db import models
from django.db.models import F, Q

from vatsalya.accounts.models import Account
from vatsalya.places.models import District, State


class Office(models.Model):
    """An office, home or post. `no`..`hi` is its interval: everything below it lies inside."""

    open_to_all = "public directory; homes' addresses are not held here"
    no = models.IntegerField(unique=True)
    hi = models.IntegerField()
    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=12)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="below")
    state = models.ForeignKey(State, models.PROTECT, null=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+")
    name_en = models.TextField()
    name_hi = models.TextField()
    phone = models.CharField(max_length=24, blank=True, default="")
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hi__gte=F("no")), name="office_interval"),
            models.UniqueConstraint(fields=["kind", "code"], name="office_code_once_per_kind"),
        ]
        indexes = [models.Index(fields=["kind", "district"]), models.Index(fields=["kind", "state"])]


class Posting(models.Model):
    """Who holds which post, by which order, from when to when. Rights end with it, to the second."""

    open_to_all = "who holds which public post"
    account = models.ForeignKey(Account, models.PROTECT, related_name="postings")
    office = models.ForeignKey(Office, models.PROTECT, related_name="postings")
    role = models.CharField(max_length=32)
    order_no = models.CharField(max_length=64)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_at=None) | Q(to_at__gt=F("from_at")), name="posting_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["office", "role"])]


class Serial(models.Model):
    """The last running number given for a series (kind of paper, place, year)."""

    open_to_all = "running numbers"
    series = models.CharField(max_length=48, primary_key=True)
    last = models.IntegerField(default=0)


from .bulk_models import BulkJob, BulkRow  # noqa: E402, F401  (tables of this package, kept in a module of their own)
