"""The rules that the package's modules follow among each other; `house.py` prints the numbers."""

import ast
from collections import defaultdict
from collections.abc import Iterator

import pytest
from architecture.house import AROUND, FAMILIES, FLOORS, PACKAGE, SHARED, House, Module, family_of

LONGEST_FILE = 320

# What the rules allow beside themselves, each with its reason.
# First what lives as long as the process, and not in an account of moto's, which a reset of moto drops.
PROCESS_WIDE = {
    "backup/account.py: _awake": "1,000 accounts of 30 regions are too many to ask each at each request "
    "whether something is due; whoever is gone leaves at the next",
    "backup/frame/operations.py: AUTHORIZERS": "registered once, by import",
    "backup/frame/operations.py: OPERATIONS": "registered once, by import",
    "backup/frame/transactions.py: _lock": "requests of all accounts run one after the other",
    "backup/frame/transactions.py: _thread": "a thread's transaction may be of several accounts",
    "backup/frame/transactions.py: _turns": "what is told of one thing may come from several threads",
    "backup/thread_switches.py: _running": "Python's switch interval is the process's",
    "backup/kit/state.py: changes": "whoever looks at a server looks at all of its accounts",
    "backup/kit/state.py: journal": "a thread's transaction may be of several accounts",
    "backup/kit/rows.py: _kept": "of all tables together no more than a number of rows are kept",
    "backup/kit/states.py: MODELS": "registered once, by import",
    "backup/publishing/metrics.py: _stored_samples": "of batches alone, and gone with each of them",
    "control/clock.py: clock": "moto's clock is the process's; a reset of moto sets it back",
    "registration.py: _original_pattern": "what was moto's, until it is given back",
    **dict.fromkeys(
        (
            f"registration.py: {name}"
            for name in (
                *("_EVENTS", "_MODULES", "_METRICS", "_MOCKS", "_MOTO_API", "_SENDING"),
                *("_SERVER", "_STATISTICS", "_TASKS"),
            )
        ),
        "what was moto's, until it is given back",
    ),
    **dict.fromkeys(
        (f"tagging_changes.py: {name}" for name in ("_FINDING", "_TAGGING")),
        "the same",
    ),
    **dict.fromkeys(
        (
            f"stack_changes.py: {name}"
            for name in ("_BACKENDS", "_RESOURCES", "_RESPONSES", "_STACKS", "_TYPES")
        ),
        "the same",
    ),
    "organization_changes.py: _RESPONSES": "the same",
    **dict.fromkeys(
        (
            f"backed_up.py: {name}"
            for name in (
                *("_DYNAMODB", "_FILE_SYSTEMS", "_IMAGES", "_RDS", "_SNAPSHOTS", "_TABLES"),
                "_WAREHOUSES",
            )
        ),
        "the same",
    ),
}
# Like "backup/jobs/store.py: hasattr": "why".
TYPE_ESCAPES: dict[str, str] = {}
# Modules that may import others by a name that is no literal of an import statement.
COMPUTED_IMPORTS = {
    "backup/loading/compression.py": "imports what reads zstd, if it is there",
    "backup/loading/json_decoding.py": "imports msgspec, if it is there",
    "__init__.py": "imports public names when they are asked for, so that registering stays cheap",
}
# Modules that may change something inside moto or Python, beside their own instances.
CHANGES_ELSEWHERE = {
    "testing/mock.py": "lets a mock of moto begin without what it would make anew each time",
    "registration.py": "one table of what is changed in moto, and what undoes it",
    "replacing.py": "enters sys.meta_path, when registration says so",
    "server.py": "passes moto's server the arguments that are not its own, and quiets its log",
}


@pytest.fixture(scope="module")
def house() -> House:
    return House()


def where(house: House, module: Module) -> str:
    return module.path.relative_to(house.package).as_posix()


def test_no_modules_import_each_other(house: House) -> None:
    assert house.circles == []


def test_every_module_stands_on_one_floor(house: House) -> None:
    assert sorted(house.modules.keys() - house.floors.keys()) == [], "name their floor in FLOORS"


def test_every_folder_is_a_family_or_is_shared() -> None:
    folders = {path.parent.name for path in (PACKAGE / "backup").glob("*/__init__.py")}
    lacking = folders - {*FAMILIES, *SHARED, *AROUND}
    assert lacking == set(), "a family has operations.py or reactions.py"
    assert not {*FAMILIES} & {*SHARED}, "what all may import answers no operations"


def test_no_import_runs_up(house: House) -> None:
    assert house.upward == []


def test_every_floor_has_a_module(house: House) -> None:
    assert FLOORS.keys() - house.floors.values() == set()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_imports_no_other_family(house: House, family: str) -> None:
    others = {
        f"{name} imports {other}"
        for name, imported in house.imports.items()
        for other in imported
        if family_of(name) == family and family_of(other) not in (None, family)
    }
    assert others == set(), "what happens in one family reaches others as an event"


def test_only_the_wiring_knows_all_families(house: House) -> None:
    knowing = {
        name
        for name, imported in house.imports.items()
        if {family_of(other) for other in imported} >= {*FAMILIES}
    }
    assert knowing == {"backup.wiring"}


def test_the_wiring_reaches_every_operation(house: House) -> None:
    registering = {
        name
        for name in house.modules
        if family_of(name) is not None and "backup.frame.operations" in house.imports[name]
    }
    missing = registering - house.reached["backup.wiring"]
    assert missing == set(), "add them to OPERATIONS_OF in wiring.py: they answer nothing"


@pytest.mark.parametrize("family", FAMILIES)
def test_the_account_makes_the_state_of_each_family(house: House, family: str) -> None:
    state = f"backup.{family}.state"
    if state in house.modules:
        assert state in house.imports["backup.account"], "make it in Account of account.py"


@pytest.mark.parametrize("family", FAMILIES)
def test_the_wiring_knows_what_a_family_does_about_events(house: House, family: str) -> None:
    reactions = f"backup.{family}.reactions"
    if reactions in house.modules:
        assert reactions in house.imports["backup.wiring"], "add it to REACTIONS in wiring.py"


def test_only_the_account_is_made_of_the_families_state(house: House) -> None:
    makers = {
        name
        for name, imported in house.imports.items()
        if len({family_of(other) for other in imported} - {None, family_of(name)}) > 1
    }
    assert makers == {
        "backup.account",
        "backup.moto_resources",  # moto has vaults, plans and report plans of its own.
        "backup.wiring",
        "control.endpoints",  # Jobs are listed and loaded over HTTP.
    }


def test_only_registration_changes_things_of_others(house: House) -> None:
    changes = {
        f"{where(house, module)}:{line}: {what}"
        for module in house.files.values()
        if where(house, module) not in CHANGES_ELSEWHERE
        for line, what in changes_elsewhere(module)
    }
    assert changes == set(), "put them into the table of registration.py"


_MUTATORS = {
    *("append", "clear", "extend", "insert", "pop", "popitem"),
    *("remove", "reverse", "setdefault", "sort", "update", "discard", "add"),
}


def changes_elsewhere(module: Module) -> Iterator[tuple[int, str]]:
    """Assignments, deletions and calls that change what came by an import from outside the package."""
    foreign = set(foreign_names(module))
    for node in ast.walk(module.tree):
        if isinstance(node, (ast.Assign, ast.Delete)):
            changed = node.targets
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            changed = [node.target]
        elif isinstance(node, ast.Call):
            changed = list(changed_by(node))
        else:
            continue
        for target in changed:
            bare = isinstance(target, ast.Name) and not isinstance(node, ast.Call)
            sets_class = isinstance(target, ast.Attribute) and target.attr == "__class__"
            if sets_class or (root(target) in foreign and not bare):
                yield node.lineno, ast.unparse(node)


def changed_by(call: ast.Call) -> Iterator[ast.expr]:
    """What a call changes, if its name says that it changes something."""
    if isinstance(call.func, ast.Name) and call.func.id in ("setattr", "delattr"):
        yield call.args[0]
    elif isinstance(call.func, ast.Attribute) and call.func.attr in _MUTATORS:
        yield call.func.value


def foreign_names(module: Module) -> Iterator[str]:
    """The names of what a module gets from outside: by an import, or out of sys.modules."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level):
            yield from (alias.asname or alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and "sys.modules" in ast.unparse(node):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def root(node: ast.expr) -> str | None:
    """The name that a chain of attributes, items and calls begins with."""
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def test_only_stores_know_tables(house: House) -> None:
    """Whoever else lists or counts sees views."""
    table = {"backup.kit.table", "backup.kit.index", "backup.kit.rows"}
    importers = {name for name, imported in house.imports.items() if imported & table} - table
    points = {f"backup.recovery_points.{name}" for name in ("state", "point_table")}
    assert importers <= {"backup.jobs.job_store", *points}
    table = {"backup.recovery_points.point_table"}
    importers = {name for name, imported in house.imports.items() if imported & table}
    assert importers == {"backup.recovery_points.state"}


def test_there_is_one_lock(house: House) -> None:
    makers = {
        where(house, module)
        for module in house.files.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("Lock", "RLock")
    }
    assert makers == {"backup/frame/transactions.py"}


def test_types_have_no_escape(house: House) -> None:
    found = {
        f"{where(house, module)}: {what}"
        for module in house.files.values()
        for what in type_escapes(module)
    }
    assert found == TYPE_ESCAPES.keys(), "types tell what is there: none of these is needed"


def type_escapes(module: Module) -> Iterator[str]:
    for _, comment in module.comments():
        if comment.startswith("# type: ignore"):
            yield "type: ignore"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ("hasattr", "vars"):
                yield node.func.id
        elif isinstance(node, ast.Assert) and "isinstance(" in ast.unparse(node.test):
            yield "assert isinstance"


def test_no_import_is_hidden_in_a_computed_name(house: House) -> None:
    found = {
        where(house, module)
        for module in house.files.values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__")
    }
    assert found == COMPUTED_IMPORTS.keys()


def test_no_file_is_long(house: House) -> None:
    long = {where(house, m): m.lines for m in house.files.values() if m.lines > LONGEST_FILE}
    assert long == {}


def test_no_public_name_is_defined_twice_in_a_room(house: House) -> None:
    places = defaultdict(set)
    for module in house.files.values():
        for name in defined_names(module):
            places[module.path.parent, name].add(where(house, module))
    assert [sorted(files) for files in places.values() if len(files) > 1] == []


def test_what_lives_as_long_as_the_process_is_listed_with_its_reason(house: House) -> None:
    changing = {name for module in house.files.values() for name in changing_classes(module)}
    assert {
        f"{where(house, module)}: {name}"
        for module in house.files.values()
        for name in process_wide(module, changing)
    } == PROCESS_WIDE.keys()


PLAIN_CONTAINERS = {
    "dict",
    "list",
    "set",
    "defaultdict",
    "deque",
    "count",
    "Counter",
    "OrderedDict",
}


def test_state_holds_only_what_takes_itself_back(house: House) -> None:
    classes = {
        node.name: (module, node)
        for module in house.files.values()
        for node in module.tree.body
        if isinstance(node, ast.ClassDef)
    }
    found = {
        f"{where(house, module)}: {name}.{attribute}"
        for name, (module, node) in classes.items()
        if is_state(name, classes)
        for attribute in plain_containers(node)
    }
    assert found == set(), "make it a StateDict, StateList, …, or a Mapping that is replaced whole"


def is_state(name: str, classes: dict[str, tuple[Module, ast.ClassDef]]) -> bool:
    """Whether a class derives from State, however indirectly."""
    if name == "State" or name not in classes:
        return name == "State"
    bases = (ast.unparse(base).partition("[")[0] for base in classes[name][1].bases)
    return any(is_state(base, classes) for base in bases)


def plain_containers(node: ast.ClassDef) -> Iterator[str]:
    """The attributes that the constructor of a class sets to a container that can be changed."""
    for statement in ast.walk(node):
        if isinstance(statement, ast.Assign):
            targets, annotation = statement.targets, ""
        elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
            targets, annotation = [statement.target], ast.unparse(statement.annotation)
        else:
            continue
        value = statement.value
        is_plain = isinstance(value, (ast.Dict, ast.List, ast.Set, ast.DictComp, ast.ListComp)) or (
            isinstance(value, ast.Call) and ast.unparse(value.func) in PLAIN_CONTAINERS
        )
        if is_plain and not annotation.startswith(("Mapping", "Sequence")):
            attributes = (t for t in targets if isinstance(t, ast.Attribute))
            yield from (t.attr for t in attributes if root(t) == "self")


def changing_classes(module: Module) -> Iterator[str]:
    """The classes whose instances change themselves."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            methods = (f for f in node.body if isinstance(f, ast.FunctionDef))
            if any(f.name != "__init__" and "self" in changed_names(f) for f in methods):
                yield node.name


def process_wide(module: Module, changing: set[str]) -> Iterator[str]:
    """The names of a module that hold what changes."""
    functions = (node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef))
    changed = set().union(*map(changed_names, functions))
    for node in module.tree.body:
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            made_by = node.value.func if isinstance(node.value, ast.Call) else None
            maker = ast.unparse(made_by).split(".")[-1] if made_by else ""
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for name in filter(None, map(root, targets)):
                if name in changed or maker in {"count", "local", "RLock", "Lock"} | changing:
                    yield name


def changed_names(function: ast.AST) -> set[str | None]:
    """The names of what a function changes, such as `self`."""
    names: set[str | None] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Global):
            names.update(node.names)
        elif isinstance(node, ast.Call):
            names.update(map(root, changed_by(node)))
        elif isinstance(node, (ast.Assign, ast.Delete)):
            names.update(
                root(target) for target in node.targets if not isinstance(target, ast.Name)
            )
        elif isinstance(node, (ast.AugAssign, ast.AnnAssign)):
            names.update([] if isinstance(node.target, ast.Name) else [root(node.target)])
    return names


def defined_names(module: Module) -> Iterator[str]:
    """The public classes, constants and type aliases of a module. Type variables mean nothing alone."""
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef):
            names = [node.name]
        elif isinstance(node, ast.Assign) and not is_type_variable(node.value):
            names = [name.id for name in node.targets if isinstance(name, ast.Name)]
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            names = [node.target.id]
        else:
            continue
        yield from (name for name in names if name[0].isupper())


def is_type_variable(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("TypeVar", "ParamSpec")
