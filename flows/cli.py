"""The `seedbank` command: finds the subcommand, and turns what ends it into a sentence and an exit code."""

import errno
import importlib
import os
import pkgutil
import signal
import sys
from typing import NoReturn

import click

from flows import __version__, commands
from flows.errors import SeedbankError

INTERRUPTED = 130


class Commands(click.Group):
    """The files of flows/commands as subcommands, imported only when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name every file of the folder."""
        return [module.name for module in pkgutil.iter_modules(commands.__path__) if not module.name.startswith("_")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one file; None for a command that is not there."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = importlib.import_module(f"flows.commands.{cmd_name}").command
        return command


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="seedbank")
def seedbank() -> None:
    """Tell whether a collection of news articles scraped years ago still holds.

    Exit codes: 0 done, 1 a bug or a broken environment, 2 wrong usage, 3 done but some inputs were
    rejected (see ops.rejection), 4 the warehouse is locked, 5 out of disk, 130 interrupted.
    """


def _explain(error: BaseException) -> tuple[str, int] | None:
    """Give the sentence and the exit code for what ended the command; None for a bug."""
    match error:
        case SeedbankError():
            return str(error), error.exit_code
        case KeyboardInterrupt() | click.Abort():
            return "interrupted. What was loaded stays; run the same command again to go on.", INTERRUPTED
        case OSError(errno=errno.ENOSPC):
            return f"no space left on the disk ({error.filename or 'while writing'}). Free some and run again.", 5
        case OSError(errno=errno.EACCES | errno.EROFS | errno.EPERM | errno.ENOTDIR | errno.EEXIST | errno.EISDIR):
            return f"{error.filename or 'a file'} cannot be used: {error.strerror}.", 1
    return None


def run(arguments: list[str] | None = None) -> int:
    """Run one command line. Returns its exit code; only a bug raises."""
    try:
        outcome = seedbank.main(args=arguments, standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:  # `seedbank sql … | head`: nobody reads on, and nothing is wrong
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (SeedbankError, KeyboardInterrupt, click.Abort, OSError) as error:
        explained = _explain(error)
        if explained is None:
            raise
        click.echo(f"seedbank: {explained[0]}", err=True)
        return explained[1]
    return outcome if isinstance(outcome, int) else 0


def main() -> NoReturn:
    """Run the command line of this process. SIGTERM is taken as Ctrl-C."""
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sys.exit(run())


if __name__ == "__main__":
    main()
