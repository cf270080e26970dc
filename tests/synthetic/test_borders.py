"""The generator shares neither code nor words with what it is meant to check."""

import ast
import subprocess
import sys
from pathlib import Path

import orchestration.synthetic
from orchestration.settings import REPOSITORY

PACKAGE = Path(orchestration.synthetic.__file__).parent
MODULES = sorted(PACKAGE.glob("*.py"))


def _imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: write imports in full"
            names.add(node.module or "")
    return names


def test_only_numpy_and_the_standard_library_are_imported() -> None:
    allowed = {*sys.stdlib_module_names, "numpy"}
    for path in MODULES:
        for name in _imported(path):
            is_own = name.startswith("orchestration.synthetic")
            assert is_own or name.split(".")[0] in allowed, (
                f"{path.name} imports {name}: the generator must stay apart from what it checks"
            )


def test_a_run_loads_no_parser_and_opens_no_seed(tmp_path: Path) -> None:
    code = f"""
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from pathlib import Path
from orchestration.synthetic.generate import synthesize
synthesize(200, 30, 1, Path({str(tmp_path)!r}))
assert not [name for name in sys.modules if name.startswith("orchestration.press")]
assert not [name for name in opened if "dbt_project" in name or "seeds" in name], opened
"""
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=True)


def test_every_module_says_what_belongs_in_it() -> None:
    for path in MODULES:
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert "elongs here" in text, f"{path.name}: set its border"
