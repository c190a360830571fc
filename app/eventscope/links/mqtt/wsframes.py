"""WebSocket frames: MQTT is a stream, so payloads pass through as they come and no frame is ever held whole. Pure."""

from __future__ import annotations

from websockets.frames import Frame, Opcode

from eventscope.links.mqtt.troubles import Ended

_CONTROL_LIMIT = 125  # [RFC 6455 5.5]


class FrameReader:
    """Takes raw bytes, gives MQTT bytes. Frame borders mean nothing to MQTT [MQTT-6.0.0-2, -3]."""

    def __init__(self) -> None:
        self._head = bytearray()  # of the frame that is being read
        self._opcode = 0
        self._left = 0  # bytes of its payload still to come
        self._control = bytearray()
        self.answers = bytearray()  # pongs and the answer to a close, to be sent
        self.closed: tuple[int, str] | None = None  # code and reason of the peer's close

    def feed(self, data: bytes) -> bytes:
        """MQTT bytes in `data`; raises Ended for what is no frame of binary data."""
        pieces, at, end = [], 0, len(data)
        while at < end:
            if not self._left:
                at = self._read_head(data, at)
                continue
            take = min(self._left, end - at)
            piece = data[at : at + take]
            at += take
            self._left -= take
            if self._opcode >= 8:
                self._control += piece
                self._finish_control()
            else:
                pieces.append(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _read_head(self, data: bytes, at: int) -> int:
        """One byte at a time is enough: a head has two to ten, and is mostly read in one go."""
        head = self._head
        while True:
            need = 2 if len(head) < 2 else 2 + {126: 2, 127: 8}.get(head[1] & 127, 0)
            if len(head) == need:
                break
            if at == len(data):
                return at
            take = min(need - len(head), len(data) - at)
            head += data[at : at + take]
            at += take
        self._begin(head[0], head[1], int.from_bytes(head[2:], "big") if len(head) > 2 else head[1] & 127)
        self._head = bytearray()
        return at

    def _begin(self, first: int, second: int, size: int) -> None:
        opcode = first & 15
        if first & 0x70 or second & 0x80:
            raise _wrong("a frame is masked or compressed, which was not agreed on")
        if opcode not in (Opcode.CONT, Opcode.BINARY, Opcode.CLOSE, Opcode.PING, Opcode.PONG):
            raise _wrong("a frame is not binary [MQTT-6.0.0-1]")
        if opcode >= 8 and (size > _CONTROL_LIMIT or not first & 0x80):
            raise _wrong("a control frame is too long or in pieces")
        self._opcode, self._left = opcode, size
        if opcode >= 8:
            self._finish_control()

    def _finish_control(self) -> None:
        if self._left:
            return
        payload = bytes(self._control)
        self._control.clear()
        if self._opcode == Opcode.PING:
            self.answers += frame(payload, Opcode.PONG)
        elif self._opcode == Opcode.CLOSE:
            self.answers += frame(payload[:2], Opcode.CLOSE)
            code = int.from_bytes(payload[:2], "big") if len(payload) > 1 else 1005
            self.closed = code, payload[2:].decode("utf-8", "backslashreplace")


def frame(payload: bytes | memoryview, opcode: Opcode = Opcode.BINARY) -> bytes:
    """One masked frame, as a client must send it [RFC 6455 5.3]."""
    return Frame(opcode, bytes(payload)).serialize(mask=True)


def _wrong(fault: str) -> Ended:
    return Ended("protocol-error", fault=f"WebSocket: {fault}", reason="1002")
