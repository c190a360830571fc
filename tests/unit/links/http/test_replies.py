"""Replies are JSON with a code and a sentence, and headers under which nobody keeps or misreads them."""

from __future__ import annotations

import json

from eventscope.links.http import replies
from eventscope.links.http.replies import Reply

ALL = [item for item in vars(replies).values() if isinstance(item, Reply)]


def test_every_reply() -> None:
    assert len({reply.code for reply in ALL}) == len(ALL)
    for reply in [*ALL, replies.taken(2, 1), replies.unfit("It is none.")]:
        said = json.loads(reply.body)
        assert said["code"] == reply.code
        assert said["words"].endswith(".")
        fields = dict(reply.fields(closing=reply.close))
        assert int(fields["content-length"]) == len(reply.body)
        assert fields["cache-control"] == "no-store"
        assert ("connection" in fields) == reply.close
        assert reply.status != 503 or int(fields["retry-after"]) > 0
        assert reply.raw().startswith(f"HTTP/1.1 {reply.status} ".encode())
        assert reply.raw().endswith(b"\r\n\r\n" + reply.body)


def test_counts() -> None:
    assert json.loads(replies.taken(2, 1).body) | {"words": ""} == {
        "code": "stored", "words": "", "accepted": 2, "duplicates": 1,
    }  # fmt: skip
    assert [json.loads(replies.taken(*counts).body)["words"] for counts in ((1, 0), (0, 1), (0, 0))] == [
        "It is stored.", "It was stored before, under the same id.", "There was nothing in it to be stored.",
    ]  # fmt: skip
