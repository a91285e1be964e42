"""What the exchange keeps: keys, agreements, what was told to whom, alerts, and people of other registries."""

from uuid import uuid4

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id


class ApiKey(models.Model):
    """The key of a department's system: it speaks in one post of one office, and ends with that post.

    Only the public half is here. Whoever reads this table can check a signature and make none.
    """

    open_to_all = "public halves of keys and dates"
    id = models.CharField(max_length=24, primary_key=True)
    posting = models.ForeignKey("offices.Posting", models.PROTECT, related_name="+")
    label = models.CharField(max_length=80)
    public_key = models.BinaryField()
    purposes = ArrayField(models.CharField(max_length=24))
    per_minute = models.IntegerField(default=120)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("offices.Posting", models.PROTECT, null=True, related_name="+")
    valid_until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(valid_until__gt=F("made_at")), name="key_ends_after_start")]
        indexes = [models.Index(fields=["-made_at"], name="apikey_newest")]


class Nonce(models.Model):
    """A call that was made: the same signature is worth nothing a second time; also counts calls a minute."""

    open_to_all = "random numbers and times"
    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "nonce"], name="nonce_once")]
        indexes = [
            models.Index(fields=["key", "-at"], name="nonce_recent"),
            models.Index(fields=["at"], name="nonce_at"),
        ]


class Call(models.Model):
    """What a call with an idempotency key was answered, so that its repetition gets the same."""

    open_to_all = "digests, numbers of reports and states; never what was sent"
    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+")
    token = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    status = models.SmallIntegerField(default=0)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="call_once")]
        indexes = [models.Index(fields=["at"], name="call_at")]


class Receiver(models.Model):
    """Somebody outside who is told, by an agreement on file: for which offices, which events, until when."""

    open_to_all = "agreements with departments; the feed's secret stays a digest"
    label = models.CharField(max_length=120)
    agreement_no = models.CharField(max_length=64)
    agreement_on = models.DateField()
    valid_until = models.DateTimeField()
    low = models.IntegerField()
    high = models.IntegerField()
    events = ArrayField(models.CharField(max_length=32), default=list)
    url = models.CharField(max_length=300, blank=True, default="")
    feed_digest = models.BinaryField(unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("offices.Posting", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(high__gte=F("low")), name="receiver_interval")]


class Event(models.Model):
    """Something happened: its kind, the report's id and number. Who it is about is behind the gate."""

    open_to_all = "kinds, ids and numbers of reports; never a name"
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=32)
    subject = models.UUIDField()
    number = models.CharField(max_length=24, blank=True, default="")
    unit_no = models.IntegerField()
    at = models.DateTimeField()


class Delivery(models.Model):
    """One event for one receiver: waits, sent, or given up (and then seen on a desk)."""

    open_to_all = "states and times of sending"
    receiver = models.ForeignKey(Receiver, models.PROTECT, related_name="+")
    event = models.ForeignKey(Event, models.PROTECT, related_name="+")
    stands = models.CharField(max_length=8, default="waits")
    tries = models.SmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    problem = models.CharField(max_length=40, blank=True, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receiver", "event"], name="delivery_once"),
            models.CheckConstraint(condition=Q(stands__in=("waits", "sent", "dead")), name="delivery_state"),
        ]
        indexes = [models.Index(fields=["receiver", "id"], name="delivery_waits", condition=Q(stands="waits"))]


class Alert(Scoped):
    """A public alert for a published child (CAP 1.2): why it was issued, where, until when, and its recall."""

    audit_hide = ("grounds",)

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    card = models.CharField(max_length=64)
    grounds = models.TextField()
    exercise = models.BooleanField(default=False)
    districts = ArrayField(models.IntegerField(), default=list)
    lines = ArrayField(models.CharField(max_length=24), default=list)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey("offices.Posting", models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    text = models.TextField()
    recalled_at = models.DateTimeField(null=True)
    recalled_by = models.ForeignKey("offices.Posting", models.PROTECT, null=True, related_name="+")
    recall_reason = models.CharField(max_length=24, blank=True, default="")
    recall_text = models.TextField(blank=True, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(grounds=""), name="alert_has_grounds"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("issued_at")), name="alert_expires"),
            models.CheckConstraint(
                condition=Q(recalled_at=None, recall_text="") | Q(recalled_at__isnull=False, recall_text__gt=""),
                name="alert_recall_is_whole",
            ),
        ]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["-issued_at"], name="alert_newest")]


class Imported(Scoped):
    """A person of another registry, waiting for a nodal officer's look. Sealed; wiped when it expires.

    It is no report and no match: nothing of it enters the register but by an officer's own act there.
    """

    audit_hide = ("key", "sealed_record", "record_key")

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    record_key = models.BinaryField()
    version = models.CharField(max_length=4)
    key = models.BinaryField(null=True)
    sealed_record = models.BinaryField(null=True)
    source_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    stands = models.CharField(max_length=12, default="waits")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("offices.Posting", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=24, blank=True, default="")

    class Meta(Scoped.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(stands__in=("waits", "passed", "set_aside", "expired")), name="imported_state"
            ),
            models.CheckConstraint(
                condition=~Q(stands="expired") | Q(key=None, sealed_record=None), name="expired_is_wiped"
            ),
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["record_key"], name="imported_record"),
            models.Index(fields=["expires_at"], name="imported_expires"),
        ]
