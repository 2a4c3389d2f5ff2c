"""The prefect.yaml that says which deployments there are: a checkout's, or the copy that the wheel carries."""

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import yaml

from flows.errors import MissingInputError, UsageError

IN_CHECKOUT = Path("deployments/prefect.yaml")
_CARRIED = Path(__file__).with_name("prefect.yaml")  # in the wheel; see setup.py
_PACKAGES = ("flows", "warehouse")


def find_prefect_file(named: Path | None) -> Path:
    """Give the file that was named, else that of the working folder, else the one that the package carries.

    Raises MissingInputError where there is none.
    """
    for path in [named] if named is not None else [IN_CHECKOUT, _CARRIED, Path(__file__).parents[2] / IN_CHECKOUT]:
        if path.exists():
            return path
    raise MissingInputError(f"There is no {named}. Name another file, or leave --prefect-file away.")


def refuse_namesake(folder: Path) -> None:
    """Raise UsageError where `folder`, from which Prefect starts runs, has a package named as one of ours.

    Prefect's processes import what is in the folder that they run in before what is installed.
    """
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        ours = {Path(place).resolve() for place in (spec.submodule_search_locations or [])} if spec else set()
        for place in (folder / name, folder / f"{name}.py"):
            is_package = place.suffix == ".py" or place.is_dir()
            if place.exists() and is_package and place.resolve() not in ours:
                raise UsageError(
                    f"{place} has the name of a package of Seedbank's, and the runs that Prefect starts in "
                    f"{folder} would import it instead. Run this in another folder, an empty one for example."
                )


def adapt(path: Path, *, pool: str | None, has_schedules: bool, home: Path | None) -> str:
    """Write a prefect.yaml again for another pool where one is named, with or without its schedules, and for a home.

    The pool of runs that write no warehouse is named after the other, with `-prepare` behind it. Raises UsageError for
    a file that is no prefect.yaml.
    """
    try:
        file = yaml.safe_load(path.read_text("utf-8"))
        for block in file["deployments"]:
            if pool is not None:
                block["work_pool"] = {"name": pool if _writes(block) else f"{pool}-prepare"}
            if not has_schedules:
                block["schedules"] = []
            if home is not None:
                block["parameters"] = {**block["parameters"], "home": str(home.resolve())}
        list_pools(text := str(yaml.safe_dump(file, allow_unicode=True)))
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} is no prefect.yaml with deployments and work pools: {error}") from error
    return text


def _writes(block: Mapping[str, object]) -> bool:
    """Say whether the runs of a deployment write the warehouse, and so go one at a time."""
    return "concurrency_limit" in block


def list_pools(text: str) -> Mapping[str, int | None]:
    """Map the pools of a prefect.yaml to how many runs each may have at a time; None for any number."""
    limits: dict[str, int | None] = {}
    for block in yaml.safe_load(text)["deployments"]:
        limits[block["work_pool"]["name"]] = 1 if _writes(block) else None
    return limits
