"""Missing reports, and the two-sided question whether a found child is the missing one."""

from django.db import models
from django.db.models import Q

from vatsalya.access.scope import Scoped
from vatsalya.lib.ids import new_id
from vatsalya.matters.models import Matter
from vatsalya.offices.models import Posting


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
    next_bits = models.FloatField(null=True)
    #: The engine could not tell this candidate from the next: people are told so.
    near_equal = models.BooleanField(default=False)
    key = models.BinaryField()
    compared = models.BinaryField()
    #: both: two offices decide. lead: the found side is a call or a sighting; the report's office follows it up.
    kind = models.CharField(max_length=8, default="both")
    found_kind = models.CharField(max_length=12, default="cncp")
    #: What made the engine look: save, nightly, import, citizen, helpline.
    source = models.CharField(max_length=12, default="save")
    band = models.CharField(max_length=8, default="review")
    weights = models.CharField(max_length=32, blank=True, default="")
    verdict = models.CharField(max_length=20, default="possible")
    proposed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
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
                condition=~Q(verdict__in=("confirmed", "reunited"))
                | (Q(missing_says="same", found_says="same") & ~Q(missing_by=models.F("found_by"))),
                name="confirmed_by_two",
            ),
        ]
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["found"], name="pair_found")]


class PairStep(Scoped):
    """One thing that happened to a possible match, for ever: an answer, a change of its state, an undoing.

    Also what the engine learns from: the parts in bits and the answer, and nothing of who the child is.
    """

    owner = "pair"
    audit_hide = ("note",)

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="steps")
    name = models.CharField(max_length=16)
    side = models.CharField(max_length=8, blank=True, default="")
    says = models.CharField(max_length=12, blank=True, default="")
    from_verdict = models.CharField(max_length=20, blank=True, default="")
    to_verdict = models.CharField(max_length=20)
    at = models.DateTimeField()
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=24, blank=True, default="")
    note = models.BinaryField(null=True)
    bits = models.FloatField()
    probability = models.FloatField()
    parts = models.JSONField(default=dict)
    weights = models.CharField(max_length=32, blank=True, default="")
    evidence = models.CharField(max_length=64, blank=True, default="")

    class Meta(Scoped.Meta):
        indexes = [*Scoped.Meta.indexes, models.Index(fields=["pair", "at"], name="pair_step_pair")]


class PairQuestion(Scoped):
    """What one side asks of the other before it answers; the words lie sealed under the pair's key."""

    owner = "pair"
    audit_hide = ("asked", "told")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="questions")
    side = models.CharField(max_length=8)
    code = models.CharField(max_length=24)
    asked = models.BinaryField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=24, blank=True, default="")
    told = models.BinaryField(null=True)
    told_at = models.DateTimeField(null=True)
    told_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["pair", "side", "code"], condition=Q(told_at=None), name="one_open_question_of_a_kind"
            )
        ]


class Identifier(Scoped):
    """A number given elsewhere (FIR, general diary, another portal), keyed: equal after cleaning means equal here."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=12)
    key = models.CharField(max_length=32)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta(Scoped.Meta):
        constraints = [
            models.UniqueConstraint(fields=["matter", "kind"], condition=Q(ended_at=None), name="identifier_once")
        ]
        indexes = [
            *Scoped.Meta.indexes,
            models.Index(fields=["kind", "key"], name="identifier_key", condition=Q(ended_at=None)),
        ]


class Warned(Scoped):
    """Somebody was warned of a likely duplicate and saved another child, with the reason."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="warnings")
    other = models.UUIDField()
    why = models.CharField(max_length=12)
    bits = models.FloatField(default=0)
    reason = models.CharField(max_length=24)
    at = models.DateTimeField()
    posting = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        pass


class Withheld(Scoped):
    """The Committee keeps a child out of the comparison, with its reason, until it says otherwise."""

    owner = "matter"

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="withheld")
    reason = models.CharField(max_length=24)
    from_at = models.DateTimeField()
    from_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")
    to_at = models.DateTimeField(null=True)
    to_by = models.ForeignKey(Posting, models.PROTECT, null=True, related_name="+")

    class Meta(Scoped.Meta):
        constraints = [models.UniqueConstraint(fields=["matter"], condition=Q(to_at=None), name="withheld_once")]


from .card_models import PublicationBar, PublicCard, Tally, UsedToken, Watch  # noqa: E402, F401  (same package's tables)
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
