"""Calls to 1098 and the cases that come of them."""

from django.db import models

from vatsalya.access.scope import Scoped
from vatsalya.matters.models import Matter


class Call(Scoped):
    """A call to the Child Helpline: who called (class only), what was needed, how urgent."""

    owner = "matter"
    audit_hide = ("told",)

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="call")
    called_at = models.DateTimeField()
    caller_kind = models.CharField(max_length=24)
    need = models.CharField(max_length=32)
    triage = models.CharField(max_length=8)
    state_code = models.IntegerField()
    district_code = models.IntegerField()
    told = models.BinaryField()

    class Meta(Scoped.Meta):
        pass
