"""Every text of the law data with the place where it stands."""

from collections.abc import Iterator

from .load import Law
from .shapes import Clock, Form, Machine, Words

Text = tuple[str, Words]


def all_words(law: Law) -> Iterator[Text]:
    """Every sentence and label that a person may read."""
    for machine in law.machines.values():
        yield from _of_machine(machine)
    for role in law.roles.values():
        yield f"role {role.code}", role.label
        yield f"role {role.code} purpose", role.purpose
    for act in law.acts.values():
        yield f"act {act.code}", act.label
    for clocks in law.clock_versions.values():
        for clock in clocks:
            yield from _of_clock(clock)
    for option in law.options.values():
        yield f"option {option.key}", option.label
    for forms in law.form_versions.values():
        for form in forms:
            yield from of_form(form)
    yield from ((f"publication {where}", words) for where, words in law.publication.words().items())
    for key in law.posters["en"].words:
        yield f"poster {key}", {lang: law.posters[lang].words[key] for lang in ("en", "hi")}
    yield from _of_lists(law)


def _of_machine(machine: Machine) -> Iterator[Text]:
    where = f"machine {machine.kind}"
    yield where, machine.label
    for state in machine.states.values():
        yield f"{where} state {state.code}", state.label
        yield f"{where} state {state.code} plain", state.plain
    for move in machine.moves.values():
        yield f"{where} move {move.name}", move.label


def _of_clock(clock: Clock) -> Iterator[Text]:
    yield f"clock {clock.code}", clock.label
    yield f"clock {clock.code} trigger", clock.trigger
    yield f"clock {clock.code} breach", clock.breach


def of_form(form: Form) -> Iterator[Text]:
    """Every label, heading and hint of a form."""
    yield f"form {form.no}", form.title
    if form.note:
        yield f"form {form.no} note", form.note
    yield from ((f"form {form.no} by hand {place}", one) for place, one in enumerate(form.by_hand, 1))
    for section in form.sections:
        yield f"form {form.no} section {section.key}", section.title
        yield from ((f"form {form.no} section {section.key} text {n}", one) for n, one in enumerate(section.text, 1))
        for field in section.fields:
            yield f"form {form.no} {field.key}", field.label
            if field.hint:
                yield f"form {form.no} {field.key} hint", field.hint
            for column in field.columns:
                yield f"form {form.no} {field.key} {column.key}", column.label


def _of_lists(law: Law) -> Iterator[Text]:
    yield from ((f"reserved {no}", words) for no, words in law.reserved.items())
    for name, codes in law.code_lists().items():
        for code, words in codes.items():
            yield f"codes {name} {code}", words
    for code, words in law.sentences().items():
        yield f"words {code}", words
    for rule in law.overrides:
        if isinstance(rule.value, dict):
            yield f"state {rule.state} {rule.key}", rule.value
    for item in law.avoided:
        yield f"avoid {item.en[0]}", item.instead
