"""How many mutants of a module its tests kill, as mutmut counts them; the survivors as diffs.

    python benchmarks/mutants.py moto_backup_summaries/backup/schedules.py tests/test_schedules.py

It works in a copy of the files that git tracks or could. Fails if fewer than 95 % are killed.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = "moto_backup_summaries"
GOAL = 0.95
# mutmut passes decorated functions by; without its cache a pure function gives the same.
CACHES = re.compile(r"^ *@(?:functools\.)?(?:cache|lru_cache(?:\(.*\))?)\n", re.MULTILINE)
# mutmut turns a wheel of Braille dots while it works.
PROGRESS = re.compile(r"[\u2800-\u28ff].*\s")
# The same examples for each mutant. mutmut runs a test once more, as another instance of its class.
PROFILE = """\
from hypothesis import HealthCheck, settings

settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("mutants")
"""


def copy_to(folder: Path, module: str, tests: list[str]) -> None:
    listing = ["git", "-C", str(ROOT), "ls-files", "-z", "-co", "--exclude-standard"]
    names = subprocess.run(listing, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in names:
        if name and (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / "mutants_profile.py").write_text(PROFILE, encoding="utf-8")
    source = folder / module
    source.write_text(CACHES.sub("", source.read_text(encoding="utf-8")), encoding="utf-8")
    settings = {
        "source_paths": [PACKAGE],
        "only_mutate": [module],
        # What tests may read beside the package, such as the examples.
        "also_copy": [path.name for path in folder.iterdir() if path.name != PACKAGE],
        "pytest_add_cli_args": ["-p", "mutants_profile", "-p", "no:cacheprovider"],
        "pytest_add_cli_args_test_selection": tests,
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in settings.items()]
    with (folder / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n".join(["", "[tool.mutmut]", *lines, ""]))


def mutmut(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if ran.returncode:
        sys.exit(PROGRESS.sub("", ran.stdout) + ran.stderr)
    return ran.stdout


def measured(folder: Path) -> tuple[int, int, int]:
    """The mutants that tests killed, those that made them run without end, and all."""
    mutmut(folder, "export-cicd-stats")
    counts = json.loads((folder / "mutants/mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    return counts["killed"], counts["timeout"], counts["total"]


def changed(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if re.match(r"[-+](?![-+])", line)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("module", help="the path of one module of the package")
    parser.add_argument("tests", nargs="+", help="files or folders of tests")
    parser.add_argument("--max-children", default="2", help="how many mutants are tried at a time")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_to(folder, arguments.module, arguments.tests)
        mutmut(folder, "run", "--max-children", arguments.max_children)
        killed, endless, total = measured(folder)
        for line in mutmut(folder, "results").splitlines():
            mutant, _, status = line.strip().partition(": ")
            if status not in {"", "killed", "timeout"}:
                print(f"{status}: {mutant}", *changed(mutmut(folder, "show", mutant)), sep="\n")
    found = killed + endless
    print(f"{arguments.module}: {found} of {total} mutants killed, {endless} as the tests ran on")
    if found < GOAL * total:
        sys.exit(f"That is less than {GOAL:.0%}.")


if __name__ == "__main__":
    main()
