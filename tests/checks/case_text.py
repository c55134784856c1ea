"""Case files written for one test."""

from pathlib import Path

A_CASE = """\
- id: T1
  says: Two working days.
  rules: [R-062]
  kind: APPOINTMENT_ARRANGED
  inputs: {requested_on: 2026-09-24, working_days: 2}
  expect: {due: 2026-09-29}
"""


def case_file(folder: Path, text: str = A_CASE) -> Path:
    file = folder / "cases.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def deadline(kind: str, inputs: str, expect: str) -> str:
    return f"- id: T1\n  kind: {kind}\n  inputs: {{{inputs}}}\n  expect: {{{expect}}}\n"
