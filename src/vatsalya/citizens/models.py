"""Citizens' reports, what came in again, a spoken note, "my child is home", and drafts before the code."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter


class CitizenReport(Scoped):
    """A child reported missing or seen by a citizen; all answers lie sealed under the child's own key."""

    owner = "matter"
    audit_hide = ("answers", "sketch", "end_reason")

    matter = models.OneToOneField(Matter, models.PROTECT, primary_key=True, related_name="citizen_report")
    what = models.CharField(max_length=12)
    danger = models.BooleanField()
    received_at = models.DateTimeField()
    happened_at = models.DateTimeField()
    place_state = models.IntegerField()
    place_district = models.IntegerField()
    language = models.CharField(max_length=8)
    answers = models.BinaryField()
    #: Set only when the number was confirmed by a code: an anonymous reporter has none.
    phone_hmac = models.BinaryField(null=True)
    phrase_digest = models.BinaryField(null=True)
    #: What the content is, for telling a second one from a new one: keyed, says nothing by itself.
    fingerprint = models.BinaryField()
    sketch = ArrayField(models.IntegerField(), default=list)
    acknowledged_at = models.DateTimeField(null=True)
    in_time = models.BooleanField(null=True)
    #: The line that takes up the alarms of one connection past its budget; nobody else's report joins it.
    crowd = models.BooleanField(default=False)
    outcome = models.CharField(max_length=24, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    #: The end that one officer asked for, why (sealed), and the account of the second who confirmed it.
    end_outcome = models.CharField(max_length=24, blank=True, default="")
    end_reason = models.BinaryField(null=True)
    end_asked_by = models.IntegerField(null=True)
    end_asked_at = models.DateTimeField(null=True)
    end_confirmed_by = models.IntegerField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(end_confirmed_by=None) | ~Q(end_confirmed_by=F("end_asked_by")), name="citizen_ended_by_two"
            ),
            # Nobody reports a child missing without a number that was confirmed.
            models.CheckConstraint(
                condition=~Q(what="missing") | Q(phone_hmac__isnull=False), name="missing_is_never_anonymous"
            ),
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["fingerprint", "-received_at"], name="citizen_same"),
            models.Index(fields=["what", "place_district", "-received_at"], name="citizen_near"),
        ]


class Repeat(Scoped):
    """The same report by somebody else, or again: one line on the desk with a count, each readable behind it."""

    owner = "matter"
    audit_hide = ("answers",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="citizen_repeats")
    number = models.CharField(max_length=24, unique=True)
    at = models.DateTimeField()
    danger = models.BooleanField()
    language = models.CharField(max_length=8)
    answers = models.BinaryField()
    phone_hmac = models.BinaryField(null=True)
    phrase_digest = models.BinaryField(null=True)

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["matter", "at"], name="repeat_matter")]


class Voice(Scoped):
    """A spoken note of a reporter, sealed like a photograph under the child's key."""

    owner = "matter"
    audit_hide = ("sound",)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="citizen_voices")
    sound = models.BinaryField()
    kind = models.CharField(max_length=16)
    seconds = models.FloatField()
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()

    class Meta(Scoped.Meta):
        pass


class HomeSaid(Scoped):
    """The family says that the child is home; the police confirm or deny, and only they move the report."""

    owner = "matter"

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="home_said")
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=12, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.IntegerField(null=True)
    reason = models.TextField(blank=True, default="")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter"], condition=Q(answered_at=None), name="home_said_once")]


class CitizenDraft(models.Model):
    """What a citizen sent before the code was confirmed; its token makes a second sending the same one."""

    open_to_all = "sealed under the server's key, thrown away after a day; readable by no query"
    token = models.UUIDField(primary_key=True)
    what = models.CharField(max_length=12)
    made_at = models.DateTimeField()
    answers = models.BinaryField(null=True)
    photo = models.BinaryField(null=True)
    voice = models.BinaryField(null=True)
    challenge = models.UUIDField(null=True)
    result = models.BinaryField(null=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="citizen_draft_age")]


class Intake(models.Model):
    """That something came in from a connection or a number, for the budgets."""

    open_to_all = "keyed digests and times"
    source = models.BinaryField()
    phone = models.BinaryField(null=True)
    at = models.DateTimeField()
    #: Did it open a line of its own, or say the same as one that stands.
    line = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["source", "-at"], name="intake_source"),
            models.Index(fields=["phone", "-at"], name="intake_phone"),
            models.Index(fields=["at"], name="intake_age"),
        ]
