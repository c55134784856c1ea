"""``python -m letters FOLDER``: a sample of every letter in both languages, as PDF and as pictures."""

import sys
from pathlib import Path

import typer

from letters.samples import render_all

if len(sys.argv) != 2:
    typer.echo("usage: python -m letters FOLDER", err=True)
    sys.exit(2)
folder = Path(sys.argv[1])
typer.echo(f"{len(render_all(folder))} letters in {folder.resolve()}")
