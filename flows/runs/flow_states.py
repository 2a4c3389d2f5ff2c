"""How a flow ends in Prefect: in a state whose message a person reads.

A mistake of the user's, or a machine that cannot be used, is a failed state with its sentence; only a bug of ours comes
with a traceback.
"""

import functools
from collections.abc import Callable, Coroutine
from typing import ParamSpec, Protocol, TypeVar, cast

from prefect.logging import get_run_logger
from prefect.states import Completed, Failed

from flows.errors import SeedbankError


class Summary(Protocol):
    """What a flow gives back."""

    @property
    def sentence(self) -> str:
        """Say what was done, in a line."""


P = ParamSpec("P")
S = TypeVar("S", bound=Summary)
Work = Callable[P, Coroutine[object, object, S]]


def ending_in_a_sentence(work: Work[P, S]) -> Work[P, S]:
    """Let a flow function end in a state with a message; who awaits the flow gets the summary or the error as before.

    Stands below `@flow`.
    """

    @functools.wraps(work)
    async def run(*arguments: P.args, **named: P.kwargs) -> object:
        log = get_run_logger()
        try:
            summary = await work(*arguments, **named)
        except SeedbankError as error:
            log.error("%s", error)  # noqa: TRY400 - the sentence says it all
            return Failed(message=str(error), data=error)
        log.info("%s", summary.sentence)
        return Completed(message=summary.sentence, data=summary)

    return cast("Work[P, S]", run)
