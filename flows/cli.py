"""The `seedbank` command: finds the subcommand, and turns what ends it into a sentence and an exit code."""

import codecs
import errno
import importlib
import io
import os
import pkgutil
import signal
import sys
import warnings
from typing import NoReturn

import click

from flows import __version__, commands
from flows.errors import SeedbankError, StoppedError

NO_MEMORY = "there is not enough memory for this (ulimit -v, or the machine's own); nothing is lost."


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
            return "interrupted. What was loaded stays; run the same command again to go on.", StoppedError.exit_code
        case MemoryError():
            return NO_MEMORY, 1
        case UnicodeEncodeError():
            return f"a name cannot be written: {error}. Rename it, or set a UTF-8 locale.", 1
        case OSError(errno=int(), strerror=str()):
            return _explain_system(error)
    return _explain_library(error)


def _explain_system(error: OSError) -> tuple[str, int]:
    """Explain what the operating system refused."""
    match error.errno:
        case errno.ENOSPC:
            return f"no space left on the disk ({error.filename or 'while writing'}). Free some and run again.", 5
        case errno.EFBIG:
            return f"{error.filename or 'a file'} would grow past the size that files may have here (ulimit -f).", 5
        case errno.ENOMEM:
            return NO_MEMORY, 1
    return f"{error.filename or 'a file'} cannot be used: {error.strerror}.", 1


def _explain_library(error: BaseException) -> tuple[str, int] | None:
    """Explain what a library says of the user's environment; told by name, for they are imported only when needed."""
    match type(error).__module__.split(".")[0], type(error).__name__:
        case "pydantic_settings", "SettingsError":
            return f"Prefect's own settings cannot be read: {error}", 2
        case (("duckdb" | "_duckdb"), "OutOfMemoryException"):
            return f"there is not enough memory for this: {str(error).splitlines()[0]}", 1
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
    except (Exception, KeyboardInterrupt) as error:
        explained = _explain(error)
        if explained is None:
            raise  # a bug: its traceback is wanted
        click.echo(f"seedbank: {explained[0]}", err=True)
        return explained[1]
    return outcome if isinstance(outcome, int) else 0


def _escape(error: UnicodeError) -> tuple[str, int]:
    """Write letters that an output cannot show as JSON escapes them, so that what JSON was stays JSON."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    data = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{data[at]:02x}{data[at + 1]:02x}" for at in range(0, len(data), 2)), error.end


def prepare_process() -> None:
    """Make the process fit for what it shows and for what its environment asks of libraries."""
    codecs.register_error("json_escapes", _escape)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and (stream.encoding or "").lower().replace("-", "") != "utf8":
            stream.reconfigure(errors="json_escapes")
    if os.environ.pop("PYTHONWARNINGS", None):  # warnings of libraries are for their authors, and end no run
        warnings.resetwarnings()
        warnings.simplefilter("ignore")


def main() -> NoReturn:
    """Run the command line of this process. SIGTERM is taken as Ctrl-C."""
    prepare_process()
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    sys.exit(run())


if __name__ == "__main__":
    main()
