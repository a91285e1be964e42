"""Cards of missing children for the public, what forbids one, and how much each address has looked."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter

FIELDS = ["first_name", "age_band", "sex", "height", "marks", "clothes", "photo"]
AUTHORITIES = ["sp", "nodal", "committee"]
CONSENTS = ["written", "thumb", "spoken"]
#: No row may say longer than this, whatever a State sets.
LONGEST = models.ExpressionWrapper(F("proposed_on") + models.Value(366), output_field=models.DateField())
SAYS = r"\S"


class PublicCard(Scoped):
    """One child as the public may see it: a snapshot, proposed, published, withdrawn; never edited.

    The database refuses a row without consent, reason, authority, fields and end, and a card of a child who is
    found, in care, before a Board or under a bar (missing/sql/wall/card.sql).
    """

    owner = "matter"
    audit_hide = ("shown", "picture")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    #: Random, not sortable: what stands in the public address.
    public_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="cards")
    stage = models.CharField(max_length=12, default="proposed")
    fields = ArrayField(models.CharField(max_length=12))
    shown = models.BinaryField()
    picture = models.BinaryField(default=b"")
    sex = models.CharField(max_length=12, blank=True, default="")
    age_from = models.SmallIntegerField(null=True)
    age_to = models.SmallIntegerField(null=True)
    state_code = models.IntegerField()
    district_code = models.IntegerField()
    last_seen_on = models.DateField()
    source_on = models.DateField()
    consent_on = models.DateField()
    consent_by = models.CharField(max_length=24)
    consent_how = models.CharField(max_length=12)
    reason = models.TextField()
    authority = models.CharField(max_length=12)
    authority_no = models.CharField(max_length=40)
    authority_on = models.DateField()
    committee_needed = models.BooleanField()
    committee_no = models.CharField(max_length=40, blank=True, default="")
    committee_on = models.DateField(null=True)
    second_needed = models.BooleanField()
    until_on = models.DateField()
    proposed_at = models.DateTimeField()
    proposed_on = models.DateField()
    proposed_by = models.IntegerField()
    approved_by = models.IntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.IntegerField(null=True)
    why = models.CharField(max_length=12, blank=True, default="")
    why_words = models.TextField(blank=True, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "published", "withdrawn"]), name="card_stage_known"
            ),
            models.CheckConstraint(
                condition=Q(consent_how__in=CONSENTS, consent_by__regex=SAYS) & Q(consent_on__lte=F("proposed_on")),
                name="card_has_consent",
            ),
            models.CheckConstraint(condition=Q(reason__regex=r"\S.{8,}\S"), name="card_has_reason"),
            models.CheckConstraint(
                condition=Q(authority__in=AUTHORITIES, authority_no__regex=SAYS)
                & Q(authority_on__lte=F("proposed_on")),
                name="card_has_authority",
            ),
            models.CheckConstraint(
                condition=Q(committee_needed=False) | Q(committee_no__regex=SAYS, committee_on__isnull=False),
                name="card_has_committee_where_needed",
            ),
            models.CheckConstraint(
                condition=Q(fields__len__gt=0) & Q(fields__contained_by=FIELDS), name="card_has_allowed_fields"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gt=F("proposed_on")) & Q(until_on__lte=LONGEST),
                name="card_has_end",
            ),
            models.CheckConstraint(
                condition=Q(stage="proposed", published_at=None)
                | Q(stage="withdrawn")
                | Q(published_at__isnull=False, approved_by__isnull=False),
                name="card_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(second_needed=False) | Q(approved_by=None) | ~Q(approved_by=F("proposed_by")),
                name="card_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(stage="withdrawn") | (Q(withdrawn_at__isnull=False) & ~Q(why="")),
                name="card_withdrawn_says_why",
            ),
            models.UniqueConstraint(fields=["matter"], condition=Q(stage="published"), name="one_public_card"),
            models.UniqueConstraint(fields=["matter"], condition=Q(stage="proposed"), name="one_proposed_card"),
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["district_code", "-published_at"], name="card_place", condition=Q(stage="published")),
            models.Index(fields=["age_from", "-published_at"], name="card_age", condition=Q(stage="published")),
        ]


class PublicationBar(Scoped):
    """From now on nothing of this child is published, and why (POCSO, Board, danger)."""

    owner = "matter"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="publication_bars")
    ground = models.CharField(max_length=12)
    since = models.DateTimeField()
    by = models.IntegerField()
    #: The child's other report that says it; nothing where this file says it.
    carried_from = models.UUIDField(null=True)
    #: A mistake is taken back by two: the station asks with a reason, a nodal officer decides.
    asked_at = models.DateTimeField(null=True)
    asked_by = models.IntegerField(null=True)
    asked_why = models.TextField(blank=True, default="")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.IntegerField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["matter", "ground"], condition=Q(lifted_at=None), name="bar_once"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False, asked_by__isnull=False, asked_why__regex=SAYS)
                & ~Q(lifted_by=F("asked_by"))
                & ~Q(lifted_by=F("by")),
                name="bar_lifted_by_two",
            ),
        ]


class Tally(models.Model):
    """How much an address, its network and everybody have looked, by hour and day; digests, no addresses."""

    open_to_all = "counts under keyed digests; no address, no child"
    who = models.BinaryField(max_length=16)
    span = models.CharField(max_length=16)
    units = models.IntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["who", "span"], name="tally_once")]
        indexes = [models.Index(fields=["until"], name="tally_until"), models.Index(fields=["span"], name="tally_span")]


class UsedToken(models.Model):
    """A puzzle or waiting ticket that was used; kept until it would have expired anyway."""

    open_to_all = "random marks; nothing about anybody"
    token = models.BinaryField(primary_key=True, max_length=16)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="token_until")]


class Watch(models.Model):
    """How many cards are public, and since when the alarm on harvesting sounds; one row."""

    open_to_all = "one line of counts"
    id = models.SmallIntegerField(primary_key=True, default=1)
    live = models.IntegerField(default=0)
    counted_at = models.DateTimeField()
    alarm_at = models.DateTimeField(null=True)
