"""Rules of the house that a machine can keep. Each says what to do instead, and is shown to bite."""

import ast
import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
Found = Iterator[tuple[int, str]]

# The only places that may pass by the gate. Everything else calls `visible_to(actor)` or `gate.get`.
UNSCOPED = ("access/", "audit/", "retention/", "matters/", "country/", "*/migrations/")
CLOCKS = {
    "lib/clock.py": "the clock itself",
    "lib/ids.py": "the time part of an opaque id; no rule ever reads it back",
    "*/middleware.py": "one instant for each request",
    "jobs/worker.py": "one instant for each job",
    "*/management/commands/": "one instant for each run",
}
JOINED_SQL = {
    "access/sql.py": "row policies are made from the declarations of the models",
    "access/walls.py": "row policies are made from the declarations of the models",
    "audit/triggers.py": "triggers are made from table names of the catalogue",
    "*/migrations/": "structure, written once",
}
UNESCAPED: dict[str, str] = {}  # file -> why its markup is safe; charts are escaped by their own builder
LONG: dict[str, str] = {}  # nothing is allowed to be long


@dataclass(frozen=True)
class Rule:
    """One rule: what it finds, where it does not apply, what to do instead, and a pair of samples."""

    name: str
    instead: str
    finds: Callable[[ast.Module], Found]
    bad: str
    good: str
    except_in: tuple[str, ...] = field(default=())

    def applies_to(self, path: str) -> bool:
        """False where the rule has an allowed exception."""
        return not any(_is_in(path, place) for place in self.except_in)


def _is_in(path: str, place: str) -> bool:
    """`matters/` is a folder of the package, `*/migrations/` a folder of any, `lib/clock.py` one file."""
    inside = path.removeprefix("vatsalya/")
    if place.startswith("*"):
        return place[1:] in f"/{inside}" if place.endswith("/") else f"/{inside}".endswith(place[1:])
    return inside.startswith(place) if place.endswith("/") else inside == place


def _dotted(node: ast.AST) -> str:
    """`timezone.now` for the expression timezone.now, empty for anything that is not a plain name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else f"?.{node.attr}"
    return ""


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    return ((node, _dotted(node.func)) for node in ast.walk(tree) if isinstance(node, ast.Call))


def _imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for name in node.names:
                yield node.lineno, f"{'.' * node.level}{node.module or ''}.{name.name}"
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)


def unscoped_rows(tree: ast.Module) -> Found:
    """Use of the manager that passes by the gate."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("unscoped", "_base_manager"):
            yield node.lineno, _dotted(node)


def clock_calls(tree: ast.Module) -> Found:
    """Asking what time it is, directly, by a model default or by auto_now."""
    asked = re.compile(r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|timezone\.(now|localdate|localtime))$")
    plain = {"time.time", "time.time_ns", "clock.now"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and (asked.search(_dotted(node)) or _dotted(node) in plain):
            yield node.lineno, _dotted(node)
        elif isinstance(node, ast.keyword) and node.arg in ("auto_now", "auto_now_add"):
            yield node.value.lineno, node.arg
    for line, name in _imports(tree):
        if name in ("vatsalya.lib.clock.now", "django.utils.timezone.now", "time.time"):
            yield line, name


def signal_receivers(tree: ast.Module) -> Found:
    """Signals hide who reacts to what."""
    for line, name in _imports(tree):
        if ".signals." in f"{name}." or name.startswith("django.dispatch"):
            yield line, name


def dotted_strings(tree: ast.Module) -> Found:
    """Imports that no import tool can see."""
    hidden = {"get_model", "import_string", "__import__", "import_module"}
    return ((call.lineno, name) for call, name in _calls(tree) if name.rpartition(".")[2] in hidden)


def state_changes(tree: ast.Module) -> Found:
    """Assignment to, or bulk change of, a matter's state."""
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from ((node.lineno, _dotted(t)) for t in targets if isinstance(t, ast.Attribute) and t.attr == "state")
    for call, name in _calls(tree):
        if name.endswith(".update") and any(word.arg == "state" for word in call.keywords):
            yield call.lineno, name


@cache
def _state_codes() -> frozenset[str]:
    with (ROOT / "vatsalya/data/lgd_states.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["abbr"] for row in csv.DictReader(file))


def state_comparisons(tree: ast.Module) -> Found:
    """Law that hangs on the name of one State."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.MatchValue):
            words = [leaf.value for leaf in ast.walk(node) if isinstance(leaf, ast.Constant)]
            about = any("state" in _dotted(leaf) for leaf in ast.walk(node) if isinstance(leaf, ast.Name | ast.Attribute))
            yield from (
                (node.lineno if hasattr(node, "lineno") else 0, repr(word))
                for word in words
                if word in _state_codes() or (about and type(word) is int)
            )


_LOG = re.compile(r"(^|\.|_)(log|logger|logging)\.(debug|info|warning|error|critical|exception|log)$", re.I)
_PLAIN = re.compile(
    r"(^|_)(id|ids|pk|no|code|codes|count|seconds|ms|at|kind|act|table|attempt|attempts|status|version|size|port|days|"
    r"__name__|method|signum|queue|task)$"
)


def _may_be_logged(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _dotted(node.func) in ("len", "round", "int")
    return isinstance(node, ast.Constant) or bool(_PLAIN.search(_dotted(node).rpartition(".")[2]))


def whole_things_in_logs(tree: ast.Module) -> Found:
    """Anything but a fixed sentence and ids in a log line."""
    for call, name in _calls(tree):
        if _LOG.search(name):
            sentence, *rest = call.args or [ast.Constant("")]
            words = [*rest, *(word.value for word in call.keywords if word.arg != "exc_info")]
            if not isinstance(sentence, ast.Constant) or not all(map(_may_be_logged, words)):
                yield call.lineno, name


def bare_select_related(tree: ast.Module) -> Found:
    """Joining to whatever happens to be there."""
    for call, name in _calls(tree):
        if name.endswith("select_related") and not call.args and not call.keywords:
            yield call.lineno, name


def unescaped_markup(tree: ast.Module) -> Found:
    """Text declared safe by hand."""
    for line, name in _imports(tree):
        if name.rpartition(".")[2] in ("mark_safe", "SafeString", "SafeText"):
            yield line, name
    for call, name in _calls(tree):
        made = any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in call.args[:1])
        if name.endswith("mark_safe") or (name.endswith("format_html") and made):
            yield call.lineno, name


def _is_joined(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return not (isinstance(node.left, ast.Constant) and isinstance(node.right, ast.Constant))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"


def joined_sql(tree: ast.Module) -> Found:
    """SQL made out of pieces, in place or through a variable."""
    runs = {"execute", "executemany", "copy", "raw", "extra", "RawSQL", "RunSQL", "SQL"}
    made = {
        target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and _is_joined(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for call, name in _calls(tree):
        first = call.args[0] if call.args else None
        if name.rpartition(".")[2] in runs and first is not None:
            if _is_joined(first) or (isinstance(first, ast.Name) and first.id in made):
                yield call.lineno, name


def our_code_in_migrations(tree: ast.Module) -> Found:
    """A migration must mean the same next year, when our code has changed."""
    return ((line, name) for line, name in _imports(tree) if name.startswith(("vatsalya.", "..")))


RULES = [
    Rule("unscoped", "call visible_to(actor) or gate.get(); only the gate's own packages may pass by it",
         unscoped_rows, "Child.unscoped.all()", "Child.objects.visible_to(actor)", UNSCOPED),
    Rule("clock", "take `at` as an argument; only doors, worker and commands ask the clock",
         clock_calls, "start = timezone.now()", "def act(*, at): return at", tuple(CLOCKS)),
    Rule("clock default", "pass the instant when you make the row",
         clock_calls, "models.DateTimeField(auto_now_add=True)", "models.DateTimeField()", tuple(CLOCKS)),
    Rule("signals", "let the higher package subscribe to a named move in its follow.py",
         signal_receivers, "from django.db.models.signals import post_save", "from vatsalya.matters.follow import on"),
    Rule("dotted import", "import the name, or register it in a registry that a check reads",
         dotted_strings, "apps.get_model('people', 'Child')", "from vatsalya.people.models import Child",
         ("*/migrations/", "*/apps.py")),
    Rule("state", "call matters.actions.move(); a state changes only with a move",
         state_changes, "matter.state = 'PRODUCED'", "move(matter, 'produce', actor=actor, at=at)",
         ("matters/", "offices/", "places/")),
    Rule("State's name", "put a dated override into law/states/; no law hangs on a name in code",
         state_comparisons, "x = 1 if office.state.abbr == 'MH' else 2", "law().override(office.state_id, key, on)"),
    Rule("State's number", "put a dated override into law/states/; no law hangs on a name in code",
         state_comparisons, "x = 1 if office.state_id == 27 else 2", "x = 1 if office.state_id == other.state_id else 2"),
    Rule("log", "write a fixed sentence and ids; names, texts and objects stay out of the log",
         whole_things_in_logs, "log.info('saved %s', child)", "log.info('saved %s', child.pk)"),
    Rule("log sentence", "write a fixed sentence and ids; names, texts and objects stay out of the log",
         whole_things_in_logs, "logger.warning(f'refused {child_id}')", "logger.warning('refused %s', child_id)"),
    Rule("select_related", "name the relations you need", bare_select_related,
         "rows.select_related()", "rows.select_related('office')"),
    Rule("markup", "let the template escape it, or use format_html with arguments",
         unescaped_markup, "mark_safe(text)", "format_html('<b>{}</b>', text)", tuple(UNESCAPED)),
    Rule("joined SQL", "pass values as parameters and names through psycopg.sql.Identifier",
         joined_sql, "cursor.execute(f'SELECT 1 FROM {table}')", "cursor.execute('SELECT %s', [1])", tuple(JOINED_SQL)),
    Rule("joined SQL in a variable", "pass values as parameters and names through psycopg.sql.Identifier",
         joined_sql, "q = 'SELECT ' + x\ncursor.execute(q)", "q = 'SELECT 1'\ncursor.execute(q)", tuple(JOINED_SQL)),
]
MIGRATIONS = Rule(
    "migration", "write the operation out in the migration, or ensure it after migrating",
    our_code_in_migrations, "from vatsalya.people.models import Child", "from django.db import migrations",
)  # fmt: skip


@cache
def _sources() -> dict[str, ast.Module]:
    files = sorted((ROOT / "vatsalya").rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


@pytest.mark.parametrize("rule", [*RULES, MIGRATIONS], ids=lambda rule: rule.name)
def test_a_rule_bites_the_bad_sample_and_spares_the_good(rule):
    assert list(rule.finds(ast.parse(rule.bad)))
    assert not list(rule.finds(ast.parse(rule.good)))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_code_keeps_the_rule(rule):
    broken = [
        f"{path}:{line} {what}"
        for path, tree in _sources().items()
        if rule.applies_to(path)
        for line, what in rule.finds(tree)
    ]
    assert broken == [], f"Instead: {rule.instead}"


def test_migrations_do_not_import_our_code():
    broken = [
        f"{path}:{line} {what}"
        for path, tree in _sources().items()
        if "/migrations/" in path
        for line, what in our_code_in_migrations(tree)
    ]
    assert broken == [], f"Instead: {MIGRATIONS.instead}"


UNSAFE_TEMPLATE = re.compile(r"\|\s*safe(seq)?\b|{%-?\s*autoescape\s+off")


@pytest.mark.parametrize("text", ["{{ name|safe }}", "{{ names | safeseq }}", "{% autoescape off %}"])
def test_the_template_rule_bites(text):
    assert UNSAFE_TEMPLATE.search(text) and not UNSAFE_TEMPLATE.search("{{ name|default:'safe' }}")


def test_templates_escape_everything():
    templates = [file for kind in ("html", "txt", "svg") for file in (ROOT / "vatsalya").rglob(f"templates/**/*.{kind}")]
    names = {file: file.relative_to(ROOT).as_posix() for file in templates}
    unsafe = [name for file, name in names.items() if UNSAFE_TEMPLATE.search(file.read_text(encoding="utf-8"))]
    assert [name for name in unsafe if name not in UNESCAPED] == [], "Instead: build the markup in the template"


def test_an_exception_that_nobody_uses_is_taken_out():
    allowed = [*CLOCKS, *JOINED_SQL, *UNESCAPED, *LONG]
    places = [place for place in allowed if not place.startswith("*")]
    assert [place for place in places if not (ROOT / "vatsalya" / place).exists()] == []


def _modules() -> Iterator[tuple[str, int]]:
    for folder, most in (("vatsalya", 400), ("tests", 500)):
        for file in sorted((ROOT / folder).rglob("*.py")):
            length = len(file.read_text(encoding="utf-8").splitlines())
            if length >= most and "/migrations/" not in file.as_posix():
                yield file.relative_to(ROOT).as_posix(), length


def test_modules_stay_short():
    assert [(name, length) for name, length in _modules() if name not in LONG] == [], "Instead: split by meaning"


def test_functions_stay_short():
    long = [
        f"{path}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path, tree in _sources().items()
        if "/migrations/" not in path and path not in LONG
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno + 1 > 40
    ]
    assert long == [], "Instead: give a part of it a name of its own"
