"""What a person may not have meant: no error, but worth a sentence, told by code for the translation as errors are."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Note:
    """`code` and `params` are what the window translates; `str()` is the English `sentence` with its {names} filled."""

    code: str
    sentence: str
    params: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence.format(**self.params)
