"""`seedbank evidence`: pack what an article's verdicts rest on, or derive them again from such a bundle."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import click

from flows.commands import _options
from flows.errors import UsageError
from flows.settings import read_settings
from flows.show import terminal

FAILED = 1
MARKS = {"agrees": "✓", "differs": "✗", "note": "·"}


@click.command("evidence")
@click.argument("article", required=False)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Zip file to write.")
@click.option(
    "--verify", "bundle", type=click.Path(path_type=Path), help="Derive the verdict of such a file again, offline."
)
@_options.home_option
@_options.json_option
def command(*, article: str | None, output: Path | None, bundle: Path | None, home: Path | None, as_json: bool) -> int:
    """Pack seed, answers, readings and verdicts of ARTICLE into one zip; or verify one with --verify."""
    if bundle is not None and article is None and output is None:
        return _verify(bundle, as_json=as_json)
    if article is None or output is None or bundle is not None:
        raise UsageError("Write `seedbank evidence ARTICLE -o FILE.zip`, or `seedbank evidence --verify FILE.zip`.")
    _pack(article, output, home, as_json=as_json)
    return 0


def _pack(article: str, output: Path, home: Path | None, *, as_json: bool) -> None:
    from flows.evidence.collect import pack_evidence  # noqa: PLC0415 - imported when the command needs it
    from flows.show.naming import find_article  # noqa: PLC0415 - the same

    settings = read_settings(home=home)
    with _options.open_reader(settings) as connection:
        article_id = find_article(connection, article)
        packed = pack_evidence(connection, settings.home, article_id, output, now=dt.datetime.now(dt.UTC))
    if as_json:
        terminal.say_json(asdict(packed))
        return
    out = terminal.console()
    out.print(f"{packed.file}: {packed.capture_count} captures, {packed.size_bytes:,} bytes")
    out.print(f"sha256 {packed.sha256}")
    for sentence in packed.missing:
        out.print(terminal.safe(sentence))


def _verify(bundle: Path, *, as_json: bool) -> int:
    from flows.evidence.verify import verify_evidence  # noqa: PLC0415 - imported when the command needs it

    found = verify_evidence(bundle)
    if as_json:
        terminal.say_json({**asdict(found), "is_sound": found.is_sound})
        return 0 if found.is_sound else FAILED
    out = terminal.console()
    for sentence in found.sentences:
        out.print(terminal.safe(f"{MARKS[sentence.mark]} {sentence.text}"))
    out.print("The verdict follows from the bundle." if found.is_sound else "The bundle does not bear its verdict out.")
    return 0 if found.is_sound else FAILED
