"""The embedded broker's settings: from the workspace or from its file, and checked before anything is stopped."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from eventscope.core.broker import BrokerConfig, Listener, Ports
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.workspace import Workspace
from eventscope.engine import brokersettings
from eventscope.engine.brokersettings import check, configuration, where_it_was


def test_configuration_of_a_workspace(tmp_path: Path) -> None:
    plain = configuration(Workspace(broker_port=2000, broker_ws_port=0))
    assert [(item.kind, item.address, item.port) for item in plain.listeners] == [
        ("mqtt", "127.0.0.1", 2000),
        ("ws", "127.0.0.1", 0),
    ]
    file = tmp_path / "broker.toml"
    file.write_text('format = 1\n[[listener]]\nkind = "ws"\nport = 7\n')
    named = Workspace(broker_file=str(file))
    assert [(item.kind, item.port) for item in configuration(named).listeners] == [("ws", 7)]
    for path in (tmp_path, tmp_path / "none", tmp_path / "bytes"):
        (tmp_path / "bytes").write_bytes(b"\xff\xfe")
        with pytest.raises(BadInput, match="could not be read"):
            configuration(replace(named, broker_file=str(path)))
    file.write_bytes(b"#" * (brokersettings.FILE_LIMIT + 1))
    with pytest.raises(BadInput, match="larger than"):
        configuration(named)


def test_any_free_port_is_the_same_one_after_a_death() -> None:
    config = BrokerConfig((Listener(port=0), Listener("ws", port=0), Listener(port=7)))
    assert where_it_was(config, None) is config
    assert [item.port for item in where_it_was(config, 1234).listeners] == [None, 0, 7]


def test_what_cannot_listen_is_told_beforehand() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config = BrokerConfig((Listener(port=port),))
        with pytest.raises(Unavailable, match="taken by another program"):
            check(config, None)
        check(config, Ports(port, None, None, None, 1))  # ours, and free once the broker has stopped
    check(config, None)
    check(BrokerConfig((Listener(port=0), Listener(port=None))), None)
    with pytest.raises(BadInput, match="without users"):
        check(BrokerConfig((Listener(address="0.0.0.0", port=0),)), None)
    with pytest.raises(BadInput, match=r"no\.pem"):
        check(BrokerConfig((Listener("mqtts", port=0, certificate="no.pem", key="no.key"),)), None)
