"""The care-and-protection case before a Committee."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vatsalya.access.scope import Scoped
from vatsalya.matters.models import Matter
from vatsalya.offices.models import Office


class CareCase(Scoped):
    """A child in need of care and protection (s.2(14)): how the child was found and produced."""

    owner = "matter"

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="care_case")
    found_at = models.DateTimeField()
    charge_at = models.DateTimeField()
    journey_minutes = models.IntegerField(default=0)
    found_state = models.IntegerField(null=True)
    found_district = models.IntegerField(null=True)
    brought_by = models.CharField(max_length=32)
    handed_by = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    produced_at = models.DateTimeField(null=True)
    grounds = ArrayField(models.CharField(max_length=8), default=list)
    wishes_heard = models.BooleanField(default=False)
    final_order_at = models.DateTimeField(null=True)
    restored_at = models.DateTimeField(null=True)
    missing_checked_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["restored_at"], name="case_restored")]
