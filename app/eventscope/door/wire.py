"""Frames on the pipe: msgpack envelopes, numpy arrays beside them as raw bytes."""

from __future__ import annotations

from typing import Any, get_origin

import msgspec
import numpy as np

from eventscope.core import errors
from eventscope.core.errors import EventscopeError
from eventscope.core.news import NEWS
from eventscope.core.verbs import Verb, answer_type, verbs

# An array is [dtype as text or list, shape, bytes]; structured dtypes travel as their field list.
_VERBS = verbs()
_NEWS = {cls.__name__: cls for cls in NEWS}
_ERRORS = {cls.__name__: cls for cls in vars(errors).values() if isinstance(cls, type)}


class Frame(msgspec.Struct, array_like=True, omit_defaults=True):
    """`kind` is ask, tell, fail, news or bye; `id` pairs an answer with its question; `body` is msgpack."""

    kind: str
    id: int
    name: str
    body: msgspec.Raw = msgspec.Raw(b"\xc0")


def _pack_array(value: object) -> object:
    if isinstance(value, np.ndarray):
        flat = np.ascontiguousarray(value)
        dtype = flat.dtype.descr if flat.dtype.names else flat.dtype.str
        return [dtype, list(flat.shape), flat.tobytes()]
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"{type(value).__name__} cannot cross the pipe")


def _unpack_array(kind: type, value: Any) -> object:
    if kind is np.ndarray or get_origin(kind) is np.ndarray:
        dtype, shape, raw = value
        fields = dtype if isinstance(dtype, str) else [tuple(entry) for entry in dtype]
        return np.frombuffer(raw, dtype=np.dtype(fields)).reshape(shape)
    raise NotImplementedError(f"{kind} cannot cross the pipe")


_encoder = msgspec.msgpack.Encoder(enc_hook=_pack_array)
_frames = msgspec.msgpack.Decoder(Frame)
_failures = msgspec.msgpack.Decoder(tuple[str, str, dict[str, str | tuple[str, ...]]])
_decoders: dict[str, msgspec.msgpack.Decoder[Any]] = {}


def _decoder(name: str, kind: Any) -> msgspec.msgpack.Decoder[Any]:
    if name not in _decoders:
        _decoders[name] = msgspec.msgpack.Decoder(kind, dec_hook=_unpack_array)
    return _decoders[name]


def _frame(kind: str, ident: int, name: str, body: object) -> bytes:
    return _encoder.encode(Frame(kind, ident, name, msgspec.Raw(_encoder.encode(body))))


def ask(ident: int, verb: Verb[Any]) -> bytes:
    """A verb on its way to the engine."""
    return _frame("ask", ident, type(verb).__name__, verb)


def tell(ident: int, verb: str, answer: object) -> bytes:
    """The answer to the verb of that name."""
    return _frame("tell", ident, verb, answer)


def fail(ident: int, error: EventscopeError) -> bytes:
    """A verb that could not be done."""
    params = {key: _param(value) for key, value in error.params.items()}
    return _frame("fail", ident, type(error).__name__, [error.code, error.sentence, params])


def _param(value: object) -> str | tuple[str, ...]:
    """Text, or texts in their order; anything else as it is written."""
    if isinstance(value, tuple | list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    return str(value)


def news(item: object) -> bytes:
    """News, unasked."""
    return _frame("news", 0, type(item).__name__, item)


def bye() -> bytes:
    """The window ends because a person wanted it; a pipe that closes without it means that it died."""
    return _frame("bye", 0, "", None)


def read(data: bytes) -> tuple[str, int, Any]:
    """(kind, id, value): a Verb for ask, the answer for tell, an EventscopeError for fail, News for news, else None."""
    frame = _frames.decode(data)
    return frame.kind, frame.id, _value(frame)


def _value(frame: Frame) -> Any:
    name = frame.name
    if frame.kind == "ask":
        return _decoder("ask " + name, _VERBS[name]).decode(frame.body)
    if frame.kind == "tell":
        return _decoder("tell " + name, answer_type(_VERBS[name])).decode(frame.body)
    if frame.kind == "news":
        return _decoder("news " + name, _NEWS[name]).decode(frame.body)
    if frame.kind == "bye":
        return None
    code, sentence, params = _failures.decode(frame.body)
    return _ERRORS.get(name, EventscopeError)(code, sentence, **params)
