"""Properties of MQTT 5 to and from bytes."""

from __future__ import annotations

from eventscope.mqtt.packets import PacketType, Properties, no_properties
from eventscope.mqtt.propertytable import ORDER, TABLE, USER, Property, check, row
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, Malformed, Reader, put_length, put_text, text

_NAME, _VALUE = "name of a User Property", "value of a User Property"


def decode_properties(raw: bytes | memoryview, packet: int | None = None) -> Properties:
    """Property bytes without their length prefix as a value.

    `packet` is a PacketType or WILL; without it, as for rows of the log, any known property is accepted.
    Raises Malformed: 0x81 unknown, misplaced or cut, 0x82 doubled or out of range, 0x94 Topic Alias 0.
    Time and memory are linear in `len(raw)`.
    """
    found = no_properties()
    if not raw:
        return found
    reader = Reader(bytes(raw))
    fields: dict[str, object] = found.__dict__
    user: list[tuple[str, str]] = []
    numbers: list[int] = []
    while reader.at < reader.end:
        code = reader.number(1, "property")
        if code == USER:
            _read_pairs(reader, user)
            continue
        known = row(code, packet)
        value = known.kind.read(reader, known.name)
        check(known, value)
        if known.field == "subscription_ids" and not (numbers and packet == PacketType.SUBSCRIBE):
            assert isinstance(value, int)
            numbers.append(value)
        elif known.field in fields or known.field == "subscription_ids":
            raise Malformed(PROTOCOL_ERROR, f"The {known.name} is there more than once")
        else:
            fields[known.field] = value
    if user:
        fields["user"] = tuple(user)
    if numbers:
        fields["subscription_ids"] = tuple(numbers)
    return found


def _read_pairs(reader: Reader, user: list[tuple[str, str]]) -> None:
    """User properties in a row, from behind the first code: by hand, because stamped messages carry several."""
    body, end = reader.body, reader.end
    at = reader.at
    while True:
        try:
            middle = at + 2 + (body[at] << 8 | body[at + 1])
            stop = middle + 2 + (body[middle] << 8 | body[middle + 1])
        except IndexError:
            stop = end + 1
        if stop > end:
            raise Malformed(MALFORMED, "A User Property is cut short")
        user.append((text(body[at + 2 : middle], _NAME), text(body[middle + 2 : stop], _VALUE)))
        if stop == end or body[stop] != USER:
            break
        at = stop + 1
    reader.at = stop


def encode_properties(properties: Properties, packet: int | None = None) -> bytes:
    """Property bytes in the order of their codes, without the length prefix.

    `packet` is a PacketType or WILL; raises Malformed for what it may not carry and for values out of range.
    """
    present = sorted(
        (ORDER[field], value) for field, value in properties.__dict__.items() if value is not None and value != ()
    )
    return b"".join(_put(TABLE[order], value, packet) for order, value in present)


def _put(known: Property, value: object, packet: int | None) -> bytes:
    row(known.code, packet)
    head = bytes((known.code,))
    if known.code == USER:
        assert isinstance(value, tuple)
        return b"".join([head + put_text(name, _NAME) + put_text(words, _VALUE) for name, words in value])
    values = value if isinstance(value, tuple) else (value,)
    if len(values) > 1 and packet == PacketType.SUBSCRIBE:
        raise Malformed(PROTOCOL_ERROR, f"The {known.name} is there more than once")
    for one in values:
        check(known, one)
    return b"".join(head + known.kind.put(one, known.name) for one in values)


def with_length(raw: bytes) -> bytes:
    """Property bytes behind their length."""
    return put_length(len(raw)) + raw


def read_properties(reader: Reader, packet: int) -> Properties:
    """The properties of a packet of MQTT 5, length prefix included."""
    size = reader.length("property length")
    return decode_properties(reader.take(size, "list of properties"), packet)
