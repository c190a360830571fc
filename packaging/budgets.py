"""Writes the table of budgets in README.md from the JSON of `eventscope bench all --json`: budgets.py RESULT.json."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from eventscope.cli.bench.budgets import markdown

README = Path(__file__).resolve().parent.parent / "README.md"
BEGIN, END = "<!-- budgets -->", "<!-- /budgets -->"


def put(readme: str, result: dict) -> str:
    """The text with a new table between its marks; ValueError where it has none, or for a quick look."""
    if result["quick"]:
        raise ValueError("a quick look counts too little for the README: run bench all without --quick")
    before, begin, rest = readme.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the README has no {BEGIN} … {END}")
    return f"{before}{BEGIN}\n{markdown(result)}\n{END}{after}"


def main() -> None:
    """Takes the last line of the file, as the command prints it."""
    result = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()[-1])
    README.write_text(put(README.read_text(encoding="utf-8"), result), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
