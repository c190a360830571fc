"""What the embedded broker of a workspace runs with, and whether it could listen so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from eventscope.base import paths
from eventscope.base.files import read_start
from eventscope.broker import listening
from eventscope.broker.configfile import read_config
from eventscope.core.broker import BrokerConfig, Listener, Ports
from eventscope.core.errors import BadInput
from eventscope.core.workspace import Workspace

FILE_LIMIT = 1 << 20  # bytes of a configuration file


def configuration(workspace: Workspace) -> BrokerConfig:
    """What the broker of a workspace runs with: its file when it names one, else listeners on loopback."""
    if workspace.broker_file:
        path = paths.typed(workspace.broker_file)
        return read_config(_file(path), path.parent)
    listeners = [Listener("mqtt", port=workspace.broker_port)]
    if workspace.broker_ws_port is not None:
        listeners.append(Listener("ws", port=workspace.broker_ws_port))
    return BrokerConfig(listeners=tuple(listeners))


def check(config: BrokerConfig, known: Ports | None) -> None:
    """Raises BadInput or Unavailable for what cannot listen; ports that we have ourselves will be free."""
    ours = {known.mqtt, known.mqtts, known.ws, known.wss} if known else set()
    listening.check(config)
    for listener in config.listeners:
        listening.tls(listener)
        if listener.port and listener.port not in ours:
            listening.listen(listener).close()


def where_it_was(config: BrokerConfig, port: int | None) -> BrokerConfig:
    """After a death "any free port" means the one it had, so that everybody finds it again."""
    if port is None:
        return config
    listeners = (
        replace(item, port=None) if (item.kind, item.port) == ("mqtt", 0) else item for item in config.listeners
    )
    return replace(config, listeners=tuple(listeners))


def _file(path: Path) -> str:
    try:
        data = read_start(path, FILE_LIMIT)
        text = data.decode("utf-8")
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        sentence = "The broker's file {path} could not be read: {words}. Choose another in the workspace."
        raise BadInput("cannot-read", sentence, path=path, words=words) from None
    if len(data) > FILE_LIMIT:
        raise BadInput("file-too-large", "{path} is larger than 1 MiB; it is no broker file.", path=path)
    return text
