"""What goes into one request: order, limits, and batches that are joined byte for byte."""

from __future__ import annotations

import json

from hypothesis import given, strategies as st

from eventscope.links.http.parcels import BYTES, EVENTS, Lane, Post, parcel


def post(ident: int, body: bytes = b'[{"n":1}]', path: str = "a", headers: tuple[tuple[bytes, bytes], ...] = (),
         batch: bool = True) -> Post:  # fmt: skip
    return Post(ident, path, headers, body, b"a", f"b:1:{ident}", batch)


def lane(*posts: Post) -> Lane:
    made = Lane()
    made.posts.extend(posts)
    return made


def sizes(of: Lane) -> list[int]:
    found = []
    while of.posts:
        found.append(len(of.take().posts))
    return found


def test_batches_are_joined() -> None:
    found = lane(post(1, b'[{"n": 1.50}]'), post(2, b'[ {"n":2} ]'), post(3, b'[{"n":3},{"n":4}]')).take()
    assert found.body == b'[{"n": 1.50}, {"n":2} ,{"n":3},{"n":4}]'
    assert found.idents == [1, 2, 3]
    assert len(json.loads(found.body)) == 4


def test_what_is_no_batch_goes_alone() -> None:
    assert sizes(lane(post(1, batch=False), post(2, batch=False))) == [1, 1]
    assert sizes(lane(post(1, b"edited"), post(2), post(3, b"[]"), post(4), post(5))) == [1, 1, 1, 2]


def test_only_the_same_request_is_joined() -> None:
    named = ((b"x", b"1"),)
    assert sizes(lane(post(1), post(2, path="b"), post(3, path="b", headers=named))) == [1, 1, 1]
    one, other = ((b"mqtt-topic", b"a"), *named), ((b"mqtt-topic", b"b"), *named)
    found = lane(post(1, headers=one), post(2, headers=other)).take()
    assert found.idents == [1, 2]
    assert found.headers == named, "what only one of them says is not said of both"


def test_limits() -> None:
    assert sizes(lane(*[post(n) for n in range(2 * EVENTS + 1)])) == [EVENTS, EVENTS, 1]
    large = b"[" + b"1" * (BYTES // 2) + b"]"
    assert sizes(lane(*[post(n, large) for n in range(3)])) == [1, 1, 1]
    assert sizes(lane(post(1, b"[" + b"1" * (2 * BYTES) + b"]"))) == [1]


def test_parted_after_a_refusal() -> None:
    made = lane(post(1), post(2), post(3))
    refused = made.take()
    made.alone.update(refused.idents)
    made.put_back(refused.posts)
    made.posts.append(post(4))
    made.posts.append(post(5))
    assert [made.take().idents for _ in range(4)] == [[1], [2], [3], [4, 5]]
    assert made.alone == set()


@given(st.lists(st.integers(1, 50), min_size=2, max_size=20, unique=True))
def test_a_name_says_what_is_inside(idents: list[int]) -> None:
    posts = [post(ident) for ident in idents]
    assert parcel(posts).name == parcel(posts).name
    assert parcel(posts).name != parcel(posts[:-1]).name
    assert parcel(posts).name != parcel([*posts[:-1], post(99)]).name
    assert "." not in parcel(posts).name, "which parts id and time where it is signed"
    assert parcel(posts[:1]).name == posts[0].name
