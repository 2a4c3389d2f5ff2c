"""Sentences beside what a command prints: on standard error."""

import click


def say_aside(sentence: str) -> None:
    """Print a sentence on standard error, beside what the command has to say."""
    click.echo(f"seedbank: {sentence}", err=True)
