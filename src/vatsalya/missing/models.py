"""Missing reports, and the two-sided question whether a found child is the missing one."""

from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter


class MissingReport(Scoped):
    """A child reported missing; what identifies the child and the reporter lies in the vault."""

    owner = "matter"

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="missing_report")
    channel = models.CharField(max_length=24, default="walk_in")
    reported_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    last_seen_state = models.IntegerField()
    last_seen_district = models.IntegerField()
    fir_no = models.CharField(max_length=40, blank=True, default="")
    fir_on = models.DateField(null=True)
    reporter_phone_hmac = models.BinaryField(null=True)
    reporter_language = models.CharField(max_length=8, default="hi")
    circumstance = models.CharField(max_length=32, blank=True, default="")
    outcome = models.CharField(max_length=32, blank=True, default="")
    traced_at = models.DateTimeField(null=True)
    acknowledged_district_at = models.DateTimeField(null=True)
    acknowledged_state_at = models.DateTimeField(null=True)
    version = models.IntegerField(default=1)
    fir_sections = models.CharField(max_length=120, blank=True, default="")
    fir_linked_at = models.DateTimeField(null=True)
    zero_fir = models.BooleanField(default=False)
    suspected_at = models.DateTimeField(null=True)
    turned_18_at = models.DateTimeField(null=True)
    found_state = models.IntegerField(null=True)
    found_by = models.CharField(max_length=24, blank=True, default="")

    class Meta(Scoped.Meta):
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["traced_at"], name="missing_traced"),
            models.Index(fields=["reporter_phone_hmac"], name="missing_reporter"),
        ]


class Pair(Scoped):
    """A possible match, decided by both sides. Holds the compared fields only, sealed.

    Its matter is the missing report; the found side's deciders see it by a share of this row
    and not of either file.
    """

    audit_hide = ("key", "compared")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    missing = models.ForeignKey(Matter, models.PROTECT, related_name="pairs")
    found = models.UUIDField()
    missing_no = models.IntegerField()
    found_no = models.IntegerField()
    bits = models.FloatField()
    probability = models.FloatField()
    next_probability = models.FloatField(default=0)
    key = models.BinaryField()
    compared = models.BinaryField()
    verdict = models.CharField(max_length=12, default="possible")
    proposed_at = models.DateTimeField()
    missing_says = models.CharField(max_length=12, blank=True, default="")
    missing_by = models.IntegerField(null=True)
    missing_at = models.DateTimeField(null=True)
    found_says = models.CharField(max_length=12, blank=True, default="")
    found_by = models.IntegerField(null=True)
    found_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=64, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["missing", "found"], name="pair_once"),
            # One person alone cannot: the two sides are two accounts.
            models.CheckConstraint(
                condition=~Q(verdict="confirmed")
                | (Q(missing_says="same", found_says="same") & ~Q(missing_by=models.F("found_by"))),
                name="confirmed_by_two",
            ),
        ]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["found"], name="pair_found")]


from .police_models import (  # noqa: E402, F401  (tables of the police's work, in a module of their own)
    AhtuFile,
    Effort,
    Ending,
    ExternalFir,
    PoliceFile,
    RailRecord,
    Recovery,
    ZeroFir,
)
