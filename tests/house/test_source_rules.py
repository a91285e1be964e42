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
    "access/signed_in.py": "the middleware that takes the request's instant",
    "jobs/queue.py": "one instant for each job",
    "*/management/commands/": "one instant for each run",
}
JOINED_SQL = {
    "access/sql.py": "row policies are made from the declarations of the models",
    "audit/triggers.py": "triggers are made from table names of the catalogue",
    "country/tables.py": "tables and columns are those of our own models",
    "*/migrations/": "structure, written once",
}
DOTTED = {
    "*/migrations/": "apps.get_model is how a migration sees the past",
    "lib/apps.py": "loads the fixed module names of each package at start",
    "config/apps.py": "registers the checks that run at start",
    "mis/engine.py": "a report is known by lying in its folder",
}
OTHER_STATES = {"pair": "a possible match is not a proceeding; a constraint holds its two answers"}
UNESCAPED: dict[str, str] = {}  # file -> why its markup is safe; charts are escaped by their own builder
LONG: dict[str, str] = {}  # nothing is allowed to be long


@dataclass(frozen=True)
class Rule:
    """One rule: what it finds, where it does not apply, what to do instead, and a pair of samples."""

    name: str
    instead: str
    finds: Callable[[ast.Module], Found]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    except_in: tuple[str, ...] = field(default=())

    def applies_to(self, path: str) -> bool:
        """False where the rule has an allowed exception."""
        return not any(_is_in(path, place) for place in self.except_in)


def _is_in(path: str, place: str) -> bool:
    """`matters/` is a folder of the package, `*/migrations/` a folder of any, `lib/clock.py` one file."""
    inside = path.removeprefix("src/vatsalya/")
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


def _root(node: ast.AST) -> str:
    """The name at which a chain begins: `Pair` for Pair.objects.filter(…).update."""
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.value if isinstance(node, ast.Attribute) else node.func
    return node.id.lower() if isinstance(node, ast.Name) else ""


def state_changes(tree: ast.Module) -> Found:
    """Assignment to, or bulk change of, a matter's state."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            named = [target for target in targets if isinstance(target, ast.Attribute) and target.attr == "state"]
            yield from ((node.lineno, _dotted(target)) for target in named if _root(target) not in OTHER_STATES)
    for call, name in _calls(tree):
        told = any(word.arg == "state" for word in call.keywords)
        if told and name.endswith(".update") and _root(call.func) not in OTHER_STATES:
            yield call.lineno, name


@cache
def _state_codes() -> frozenset[str]:
    with (ROOT / "src/vatsalya/data/lgd_states.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["abbr"] for row in csv.DictReader(file))


def _operands(node: ast.AST) -> list[ast.expr]:
    """Both sides of a comparison, sets and tuples opened; the value of a case."""
    sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
    sides = [node.value] if isinstance(node, ast.MatchValue) else sides
    return [part for side in sides for part in getattr(side, "elts", [side])]


def state_comparisons(tree: ast.Module) -> Found:
    """Law that hangs on the name or number of one State."""
    about = re.compile(r"(^|[._])(state(_id|_code|\.code|\.pk)?|abbr)$")
    for node in ast.walk(tree):
        operands = _operands(node)
        of_state = any(about.search(_dotted(side)) for side in operands)
        for word in (side for side in operands if of_state and isinstance(side, ast.Constant)):
            if word.value in _state_codes() or type(word.value) is int:
                yield word.lineno, repr(word.value)


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
        if name.rpartition(".")[2] == "mark_safe":
            yield line, name
    for call, name in _calls(tree):
        made = any(isinstance(arg, ast.JoinedStr | ast.BinOp) for arg in call.args[:1])
        if name.endswith(("mark_safe", "SafeString")) or (name.endswith("format_html") and made):
            yield call.lineno, name


def _is_fixed(node: ast.AST) -> bool:
    """A literal, a constant of the module, or several of them one after another."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and _is_fixed(node.left) and _is_fixed(node.right)
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _is_joined(node: ast.AST) -> bool:
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp):
        return not all(_is_fixed(side) for side in (node.left, node.right))
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
        through = isinstance(first, ast.Name) and first.id in made
        if name.rpartition(".")[2] in runs and first is not None and (through or _is_joined(first)):
            yield call.lineno, name


def our_code_in_migrations(tree: ast.Module) -> Found:
    """A migration must mean the same next year; only `lib`, which has no meaning of ours, stays as it is."""
    ours = ((line, name) for line, name in _imports(tree) if name.startswith(("vatsalya.", "..")))
    return ((line, name) for line, name in ours if not name.startswith("vatsalya.lib."))


RULES = [
    Rule(
        "unscoped",
        instead="call visible_to(actor) or gate.get(); only the gate's own packages may pass by it",
        finds=unscoped_rows,
        bad=("Child.unscoped.all()", "Child._base_manager.all()"),
        good=("Child.objects.visible_to(actor)",),
        except_in=UNSCOPED,
    ),
    Rule(
        "clock",
        instead="take `at` as an argument; only doors, worker and commands ask the clock",
        finds=clock_calls,
        bad=(
            "start = timezone.now()",
            "datetime.datetime.now(UTC)",
            "from vatsalya.lib.clock import now",
            "models.DateTimeField(auto_now_add=True)",
            "models.DateTimeField(default=timezone.now)",
        ),
        good=("def act(*, at): return at", "from vatsalya.lib.clock import IST", "time.perf_counter()"),
        except_in=tuple(CLOCKS),
    ),
    Rule(
        "signals",
        instead="let the higher package subscribe to a named move in its follow.py",
        finds=signal_receivers,
        bad=("from django.db.models.signals import post_save", "from django.dispatch import receiver"),
        good=("from vatsalya.matters.registry import on",),
    ),
    Rule(
        "dotted import",
        instead="import the name, or register it in a registry that a check reads",
        finds=dotted_strings,
        bad=("apps.get_model('people', 'Child')", "import_string('a.b')", "import_module('a')"),
        good=("from vatsalya.people.models import Child",),
        except_in=tuple(DOTTED),
    ),
    Rule(
        "state",
        instead="call matters.actions.move(); a state changes only with a move",
        finds=state_changes,
        bad=("matter.state = 'PRODUCED'", "Matter.unscoped.filter(pk=1).update(state='PRODUCED')"),
        good=("move(matter, 'produce', actor=actor, at=at)", "pair.state = 'confirmed'"),
        except_in=("matters/", "offices/", "places/"),
    ),
    Rule(
        "State by name",
        instead="put a dated override into law/states/; no law hangs on the name of a State in code",
        finds=state_comparisons,
        bad=(
            "x = 1 if office.state.abbr == 'MH' else 2",
            "x = office.state_id == 27",
            "x = matter.state_code in {27, 10}",
        ),
        good=(
            "law().override(office.state_id, key, on)",
            "x = office.state_id == other.state_id",
            "x = states[0] == 1",
        ),
    ),
    Rule(
        "log",
        instead="write a fixed sentence and ids; names, texts and objects stay out of the log",
        finds=whole_things_in_logs,
        bad=("log.info('saved %s', child)", "logger.warning(f'refused {child_id}')", "log.error('x', extra=form.data)"),
        good=("log.info('saved %s after %s', child.pk, seconds)", "log.exception('not sent')"),
    ),
    Rule(
        "select_related",
        instead="name the relations you need",
        finds=bare_select_related,
        bad=("rows.select_related()",),
        good=("rows.select_related('office')",),
    ),
    Rule(
        "markup",
        instead="let the template escape it, or use format_html with arguments",
        finds=unescaped_markup,
        bad=("SafeString(text)", "format_html(f'<b>{text}</b>')", "from django.utils.safestring import mark_safe"),
        good=("format_html('<b>{}</b>', text)",),
        except_in=tuple(UNESCAPED),
    ),
    Rule(
        "joined SQL",
        instead="pass values as parameters and names through psycopg.sql.Identifier",
        finds=joined_sql,
        bad=(
            "cursor.execute(f'SELECT 1 FROM {table}')",
            "q = 'SELECT ' + x\ncursor.execute(q)",
            "RawSQL('%s' % x, [])",
        ),
        good=("cursor.execute('SELECT %s', [1])", "cursor.execute('SELECT 1 ' + _WHERE, [1])"),
        except_in=tuple(JOINED_SQL),
    ),
]
MIGRATIONS = Rule(
    "migration",
    instead="write the operation out in the migration, or ensure it after migrating",
    finds=our_code_in_migrations,
    bad=("from vatsalya.people.models import Child", "from ..sql import policy"),
    good=("from django.db import migrations", "import vatsalya.lib.ids"),
)


@cache
def _sources() -> dict[str, ast.Module]:
    files = sorted((ROOT / "src" / "vatsalya").rglob("*.py"))
    return {file.relative_to(ROOT).as_posix(): ast.parse(file.read_text(encoding="utf-8")) for file in files}


@pytest.mark.parametrize("rule", [*RULES, MIGRATIONS], ids=lambda rule: rule.name)
def test_a_rule_bites_the_bad_sample_and_spares_the_good(rule):
    assert [sample for sample in rule.bad if not list(rule.finds(ast.parse(sample)))] == []
    assert [sample for sample in rule.good if list(rule.finds(ast.parse(sample)))] == []


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
    templates = [
        file for file in (ROOT / "src" / "vatsalya").rglob("templates/**/*") if file.suffix in (".html", ".txt", ".svg")
    ]
    names = {file: file.relative_to(ROOT).as_posix() for file in templates}
    unsafe = [name for file, name in names.items() if UNSAFE_TEMPLATE.search(file.read_text(encoding="utf-8"))]
    assert [name for name in unsafe if name not in UNESCAPED] == [], "Instead: build the markup in the template"


def test_an_exception_that_nobody_uses_is_taken_out():
    allowed = [*CLOCKS, *DOTTED, *JOINED_SQL, *UNESCAPED, *LONG]
    places = [place for place in allowed if not place.startswith("*")]
    assert [place for place in places if not (ROOT / "src" / "vatsalya" / place).exists()] == []


def _modules() -> Iterator[tuple[str, int]]:
    for folder, most in (("src/vatsalya", 400), ("tests", 500)):
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


#: What the machine does by itself. A merge once left the file of five of them empty, and no test missed them.
DUTIES = {
    "accounts.sweep", "alerts.follow_cards", "cards.end", "cards.watch", "citizens.sweep", "clocks.sweep",
    "exchange.deliver", "exchange.sweep", "figures.refresh", "matching.recount", "messages.send", "missing.nightly",
    "missing.turn_18",
}  # fmt: skip


def test_no_duty_of_the_machine_is_lost_and_no_module_is_empty():
    modules = [file for file in (ROOT / "src").rglob("*.py") if file.name != "__init__.py"]
    assert [str(file) for file in modules if not file.stat().st_size] == []
    text = "".join(file.read_text(encoding="utf-8") for file in modules if file.name == "tasks.py")
    assert set(re.findall(r'@every\("[^"]+", "([^"]+)"\)', text)) == DUTIES
