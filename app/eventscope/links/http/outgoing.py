"""Events of the composer and of generators as posts: the topic is a path, properties are headers."""

from __future__ import annotations

from eventscope.core import httpheaders, mapping, placeholders, rawproperties
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft
from eventscope.links.http.parcels import Post
from eventscope.links.mqtt.drafts import properties
from eventscope.mqtt import codec

_ABOUT = b"mqtt-topic"  # the path says it


def post(ident: int, draft: Draft, name: str) -> Post:
    """The post that says what the draft says; BadInput where HTTP has no word for it.

    Properties become headers as in a bridge from MQTT: user properties that make up a CloudEvent (id, source, type,
    specversion) are its attributes, and those that would steer HTTP are coded. A topic alias is left out.
    """
    if draft.retain:
        raise BadInput("no-retain", "HTTP has no retained messages. Switch Retain off.")
    said = properties(draft.properties)
    said.topic_alias = None
    pieces = rawproperties.split(codec.encode_properties(said))
    beside = mapping.from_mqtt(pieces, draft.topic.encode(), False, not draft.payload)
    kept = tuple(item for item in beside.headers if item[0] != _ABOUT)
    headers = httpheaders.to_http(beside._replace(headers=kept))
    return Post(ident, _path(draft.topic), headers, draft.payload, draft.topic.encode(), name)


def _path(topic: str) -> str:
    try:
        return placeholders.check_target("http", topic, False)
    except placeholders.Unfillable as error:
        raise BadInput("bad-path", "{words}.", words=error) from None
