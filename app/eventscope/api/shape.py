"""What all bodies share: hyphens in keys as in our files, unknown keys refused, no surprises in values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from eventscope.api.plain import text_or_base64
from eventscope.core.nearest import hint

UNKNOWN = "unknown_key"  # the type of the error
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,40}")


def hyphens(name: str) -> str:
    """A key as in our files."""
    return name.replace("_", "-")


class Body(BaseModel):
    """A JSON object. Values of `core` may be fields: they take these rules on."""

    model_config = ConfigDict(
        alias_generator=hyphens, populate_by_name=True, extra="forbid", ser_json_inf_nan="null", allow_inf_nan=False
    )


class Given(Body):
    """What a client sends: keys only as they are written in files, values only of their own type."""

    model_config = ConfigDict(populate_by_name=False, strict=True)

    @model_validator(mode="before")
    @classmethod
    def _whole(cls, value: Any) -> Any:
        """No key is unknown, and JSON knows one kind of number: 5.0 is the whole number 5."""
        if not isinstance(value, dict):
            return value
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in value.keys() - set(known):
            raise PydanticCustomError(UNKNOWN, "{words}", {"words": _unknown(str(key), known)})
        try:
            return {key: _whole(item) for key, item in value.items()}
        except RecursionError:
            raise ValueError("it is nested too deep") from None


def _unknown(key: str, known: Iterable[str]) -> str:
    """Only a plain word is named: nothing else that came with a request is in an answer."""
    name = f"the key {key!r}" if _PLAIN.fullmatch(key) else "a key"
    return f"{name} is unknown. {hint(key, known)}"


def _whole(value: Any) -> Any:
    if isinstance(value, list):
        return [_whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def example(value: dict[str, Any]) -> ConfigDict:
    """The configuration of a Body with an example for the description of the API."""
    return ConfigDict(json_schema_extra={"examples": [value]})


def respond(body: Body, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The response; already checked by its type, so FastAPI has nothing to do any more."""
    return Response(body.model_dump_json(by_alias=True), status, headers, "application/json")


def chars(longest: int) -> StringConstraints:
    """At most so many characters and no NUL, which has no place in an MQTT string, nor in anything else here."""
    return StringConstraints(max_length=longest, pattern=r"^[^\x00]*$")


Name = Annotated[str, chars(200)]
Text = Annotated[str, chars(2_000)]
Long = Annotated[str, chars(8_000)]
Pair = Annotated[list[Long], Field(min_length=2, max_length=2)]
Ident = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$")]

Digits = int  # in an address; `deps.known_query` sees to it that it is written in digits
BIG = 2**53 - 1  # what every JSON reader can hold
Quality = Annotated[int, Field(ge=0, le=2, description="MQTT's quality of service")]
Raw = Annotated[
    str | dict[str, str], Field(description='text where the bytes are UTF-8, else {"base64": "…"}', examples=["on"])
]
raw = text_or_base64
