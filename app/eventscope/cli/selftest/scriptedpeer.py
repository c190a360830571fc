"""A peer that plays broker from a script: greets one client and sends it exactly the given packets."""

from __future__ import annotations

import socket
import threading
from types import TracebackType

from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connack, Connect, Suback, Subscribe


class ScriptedPeer:
    """Listens on 127.0.0.1:`port` while its block lasts; later connections get the same script again."""

    def __init__(self, script: list[bytes]) -> None:
        self._script = script
        self._server = socket.create_server(("127.0.0.1", 0))
        self._peers: list[socket.socket] = []
        self.port: int = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="scripted-peer", daemon=True)

    def __enter__(self) -> ScriptedPeer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for sock in (self._server, *self._peers):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        self._thread.join(5.0)

    def _serve(self) -> None:
        try:
            while True:
                peer, _ = self._server.accept()
                self._peers.append(peer)
                self._play(peer)
        except OSError:
            return  # closed from outside

    def _play(self, peer: socket.socket) -> None:
        splitter, version = codec.Splitter(1 << 20), V5
        while data := peer.recv(65536):
            for first, body in splitter.feed(data):
                packet = codec.decode(first, body, version)
                if isinstance(packet, Connect):
                    version = packet.version
                    peer.sendall(codec.encode(Connack(False, 0), version))
                elif isinstance(packet, Subscribe):
                    peer.sendall(codec.encode(Suback(packet.packet_id, (0,) * len(packet.filters)), version))
                    peer.sendall(b"".join(self._script))
