"""What the wheel carries beside its packages: the demo site and the deployments, so that an installed one is whole.

Everything else of the build is in pyproject.toml; a checkout uses both where they are.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

CARRIED = {"tests/site": "flows/demo/site", "deployments/prefect.yaml": "flows/runs/prefect.yaml"}
LEFT_OUT = shutil.ignore_patterns("__pycache__", "pictures*", "README.md")


class BuildWhole(build_py):
    """Copies what is carried into the wheel."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        for source, target in CARRIED.items():
            place = Path(self.build_lib, target)
            if Path(source).is_dir():
                shutil.copytree(source, place, ignore=LEFT_OUT, dirs_exist_ok=True)
            else:
                shutil.copyfile(source, place)


setup(cmdclass={"build_py": BuildWhole})
