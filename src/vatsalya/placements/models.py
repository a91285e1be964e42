"""Where a child stays: one open placement at a time."""

from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.matters.models import Matter
from vatsalya.offices.models import Office, Posting
from vatsalya.people.models import Child


class Placement(Scoped):
    """A stay in a home: its own matter (kind placement), owned by the home, part of the child's case."""

    owner = "matter"
    child_column = "child_id"

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="placement")
    case = models.ForeignKey(Matter, models.PROTECT, related_name="placements")
    child = models.ForeignKey(Child, models.PROTECT, related_name="placements")
    home = models.ForeignKey(Office, models.PROTECT, related_name="+")
    admitted_at = models.DateTimeField(null=True)
    discharged_at = models.DateTimeField(null=True)
    #: The home to which the Committee ordered a transfer; a bed is held there until the child arrives.
    to_home = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["child"], condition=Q(discharged_at=None), name="one_open_placement")
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["home"], name="placement_home", condition=Q(discharged_at=None)),
            models.Index(fields=["case"], name="placement_case"),
            models.Index(
                fields=["to_home"], name="placement_to", condition=Q(discharged_at=None, to_home__isnull=False)
            ),
        ]


class HeadCount(models.Model):
    """The evening count of a home: one a day, signed; numbers only. A difference is a movement first."""

    open_to_all = "numbers of a home and a day; no child"
    home = models.ForeignKey(Office, models.PROTECT, related_name="+")
    on = models.DateField()
    present = models.SmallIntegerField()
    away = models.SmallIntegerField()
    signed_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "on"], name="one_count_a_day")]


class Movement(Scoped):
    """A line of the movement register: where the child went, by whose leave, until when; names and reasons sealed."""

    owner = "matter"
    audit_hide = ("told",)

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="movements")
    kind = models.CharField(max_length=12)
    #: When it happened, and when the child was back; the move keeps when it was written down.
    at = models.DateTimeField()
    back_by = models.DateTimeField(null=True)
    back_at = models.DateTimeField(null=True)
    ordered_by = models.CharField(max_length=12, blank=True, default="")
    order_no = models.CharField(max_length=40, blank=True, default="")
    ordered_on = models.DateField(null=True)
    told = models.BinaryField()
    written_at = models.DateTimeField()
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter", "at"], name="movement_matter")]
