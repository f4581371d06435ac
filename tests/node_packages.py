"""npm's packages, installed once in a checkout: each run of the tests would fetch and unpack the same."""

import os
import shutil
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest
from support import ROOT, skip_without_npm_registry

NPM = shutil.which("npm")


def with_packages(sources: Path) -> Path:
    """A folder with what is in `sources`, which names its packages in package.json, and these packages.

    It is one for all tests and later runs, in build/, until the sources change. Skips where no npm or no
    registry is.
    """
    if NPM is None:
        pytest.skip("npm, which brings packages of JavaScript, is not installed")
    files = sorted(path for path in sources.iterdir() if path.is_file())
    texts = sha256(b"".join(path.name.encode() + path.read_bytes() for path in files))
    folder = ROOT / "build" / "npm" / texts.hexdigest()[:16]
    if not folder.exists():
        # Beside it, and moved there when it is whole: another worker may do the same at once.
        ahead = folder.with_name(f"{folder.name}-{os.getpid()}")
        ahead.mkdir(parents=True)
        for path in files:
            shutil.copy(path, ahead)
        install = [NPM, "install", "--no-audit", "--no-fund", "--loglevel=error"]
        ran = subprocess.run(install, cwd=ahead, capture_output=True, text=True, check=False)
        if ran.returncode:
            shutil.rmtree(ahead)
        skip_without_npm_registry(ran)
        assert ran.returncode == 0, ran.stderr
        try:
            ahead.rename(folder)
        except OSError:
            shutil.rmtree(ahead)
    return folder
