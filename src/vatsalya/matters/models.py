"""The matter and what moves it: the only tables that know a state, a clock, a share, a hand-over."""

from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.offices.models import Office, Posting
from vatsalya.people.models import Child


class Matter(Scoped):
    """One proceeding: number, kind, state, office, realm. Nothing special to one kind stands here."""

    child_column = "child_id"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=28)
    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    state_code = models.IntegerField()
    district_code = models.IntegerField()
    child = models.ForeignKey(Child, models.PROTECT, null=True, related_name="matters")
    leads_child = models.BooleanField(default=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    law_date = models.DateField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    version = models.IntegerField(default=1)

    class Meta(Scoped.Meta):
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["unit_no", "kind", "-opened_at"], name="matter_desk"),
            models.Index(fields=["kind", "state", "state_code", "district_code"], name="matter_figures"),
            models.Index(fields=["child"], name="matter_child"),
            models.Index(fields=["parent"], name="matter_parent", condition=Q(parent__isnull=False)),
        ]

    def clock(self, code: str) -> "Clock | None":
        """The latest clock of this code on the matter."""
        return Clock.unscoped.filter(matter=self, code=code).order_by("-started_at").first()


class Move(Scoped):
    """One step of a matter, for ever: what, from where to where, by whom, when, why."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="moves")
    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=28)
    to_state = models.CharField(max_length=28)
    at = models.DateTimeField()
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=32)
    reason = models.TextField(blank=True, default="")
    facts = models.JSONField(default=dict)
    #: The transaction that wrote it (set by trigger): proof that a state changed with its move.
    txid = models.BigIntegerField(default=0, editable=False)

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter", "at"], name="move_matter")]


class Clock(Scoped):
    """A statutory time that runs for a matter; the instant it falls due is stored, never recounted."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    code = models.CharField(max_length=24)
    part = models.SmallIntegerField(default=0)
    started_at = models.DateTimeField()
    journey_minutes = models.IntegerField(default=0)
    due_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_by = models.ForeignKey(Move, models.PROTECT, null=True, related_name="+")
    #: Stopped without having been done: nobody owes it any longer.
    lapsed = models.BooleanField(default=False)
    next_look_at = models.DateTimeField(null=True)
    warned = models.SmallIntegerField(default=0)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "code", "part"], condition=Q(stopped_at=None), name="one_running_clock"
            )
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["next_look_at"], name="clock_look", condition=Q(next_look_at__isnull=False)),
            models.Index(fields=["unit_no", "due_at"], name="clock_due", condition=Q(stopped_at=None)),
            models.Index(fields=["matter"], name="clock_matter"),
        ]


class Share(Scoped):
    """Why an office, posting or grant may see a matter that is not in its area; from when to when."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="shares")
    number = models.IntegerField()
    ground = models.CharField(max_length=32)
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "number", "ground"], condition=Q(to_at=None), name="one_open_share"
            )
        ]


class Link(Scoped):
    """Two matters about one child, and by which decision they were joined."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="links")
    other = models.UUIDField()
    kind = models.CharField(max_length=24)
    at = models.DateTimeField()

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter", "other", "kind"], name="link_once")]


class Transfer(Scoped):
    """The hand-over of a matter to another Committee; the owner changes at RECEIVED and not before."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="transfers")
    to_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    from_office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    escort_posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["matter"],
                condition=Q(received_at=None, withdrawn_at=None),
                name="one_open_transfer",
            )
        ]
