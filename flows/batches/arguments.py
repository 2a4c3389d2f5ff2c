"""Large arguments of a task, handed over as they are."""

from typing import TypeVar, cast

from prefect.utilities.annotations import quote

T = TypeVar("T")


def as_it_is(value: T) -> T:
    """Hand a large argument to a task as it is: Prefect, which looks for futures in arguments, is not to look here."""
    return cast("T", quote(value))  # Prefect takes the wrapper off before the task sees it
