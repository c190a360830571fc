"""The workspace file comes back as it went, and a bad one names line or key."""

from __future__ import annotations

import pytest
import tomlkit
from hypothesis import given, strategies as st

from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties
from eventscope.core.workspace import Connection, SavedEvent, Settings, Subscription, Tls, WillSpec, Workspace
from eventscope.core.workspacefile import FORMAT, plain, read_settings, read_workspace


def text(value: Workspace | Settings) -> str:
    return tomlkit.dumps({"format": FORMAT, **plain(value)})


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20)
properties = st.builds(
    PublishProperties,
    content_type=words,
    correlation_data=st.binary(max_size=8),
    message_expiry=st.none() | st.integers(0, 2**32 - 1),
    user=st.lists(st.tuples(words, words), max_size=3).map(tuple),
)
subscriptions = st.builds(Subscription, filter=words, qos=st.integers(0, 2), alias=words, no_local=st.booleans())
connections = st.builds(
    Connection,
    id=words,
    name=words,
    port=st.integers(1, 65535),
    tls=st.builds(Tls, ca_file=words, alpn=st.lists(words, max_size=2).map(tuple)),
    will=st.builds(WillSpec, topic=words, payload=st.binary(max_size=8), properties=properties),
    subscriptions=st.lists(subscriptions, max_size=3).map(tuple),
)
events = st.builds(
    SavedEvent, name=words, topic=words, payload=words, properties=properties, every_ms=st.floats(1, 1e6)
)
workspaces = st.builds(
    Workspace,
    name=words,
    connections=st.lists(connections, max_size=3).map(tuple),
    events=st.lists(events, max_size=3).map(tuple),
    broker_port=st.none() | st.integers(1, 65535),
)


@given(workspaces)
def test_a_workspace_comes_back_as_it_went(workspace: Workspace) -> None:
    assert read_workspace(text(workspace)) == workspace


def test_settings_come_back() -> None:
    settings = Settings(theme="dark", zoom=125, recent=("a.toml",), install_id="abc")
    assert read_settings(text(settings)) == settings


def test_insecure_is_never_saved() -> None:
    connection = Connection(id="x", name="lab", tls=Tls(ca_file="ca.pem", insecure=True))
    saved = text(Workspace(connections=(connection,)))
    assert "insecure" not in saved
    assert read_workspace(saved).connections[0].tls == Tls(ca_file="ca.pem")


@pytest.mark.parametrize(
    ("given_text", "sentence"),
    [
        ("format = 1\nconections = []\n", "Did you mean 'connections'?"),
        ("format = 2\n", "Update Eventscope"),
        ("name = 'x'\n", "format None"),
        ("format = 1\nname = 7\n", "workspace.name should be a text"),
        ("format = 1\ndemo = 1\n", "workspace.demo should be true or false"),
        ("format = 1\n[[connections]]\nname = 'x'\n", "id is missing"),
        (
            "format = 1\n[[connections]]\nid = 'x'\nname = 'x'\nscheme = 'ftp'\n",
            "none of mqtt, mqtts, ws, wss",
        ),
        ("format = 1\nname = \n", "not valid TOML"),
        ("format = 1\n[[connections]]\nid='x'\nname='x'\nwill={payload='%%'}\n", "not base64"),
        ("format = 1\nbroker-port = " + "9" * 5_000 + "\n", "not valid TOML"),
        ("format = 1\nx = " + "[" * 100_000, "not valid TOML"),
        ("format = 1\n[retention]\ndays = nan\n", "choose limits"),
        ("format = 1\n[retention]\ndays = inf\n", "choose limits"),
        ("format = 1\n[retention]\nbytes = -1\n", "choose limits"),
        ("format = 1\n[retention]\nbytes = 99999999999999999999\n", "choose limits"),
    ],
)
def test_a_bad_file_gets_a_sentence(given_text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_workspace(given_text)
    assert sentence in str(caught.value)


def test_a_huge_file_is_refused_before_it_is_read() -> None:
    with pytest.raises(BadInput, match="larger than 5 MiB"):
        read_workspace("#" * (5 << 20) + "xx")
