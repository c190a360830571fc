"""Signs of life of one running bridge: tells its state to its brokers, sends beats through it, and judges them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial

from eventscope.base import clock
from eventscope.core import signs
from eventscope.core.busfigures import Announced, SignsFigures
from eventscope.core.errors import Unavailable
from eventscope.core.signs import Sign
from eventscope.engine.bridges.design import Design, plain
from eventscope.engine.bridges.ends import Answers, Endpoint, Renews
from eventscope.engine.bridges.lifecycle import Reason, reason
from eventscope.engine.bridges.pulse import SECOND, Pulse, patience
from eventscope.engine.bridges.voice import Voice
from eventscope.engine.bridges.works import Works
from eventscope.store.spoolrows import Marks

REFRESH = 10 * SECOND  # between two signs that tell only how much waits
WORDS = {
    "voice-refused": "{connection} does not take the state that this bridge announces: {words}",
    "beat-refused": "{connection} does not allow the beats of this bridge: {words}",
    "beat-unheard": "{connection} refuses no beat of this bridge and delivers none: perhaps its access rules forbid "
    "reading {topic}.",
}
_WORST: tuple[Announced, ...] = ("refused", "waiting", "told")


def brokers(design: Design) -> list[Endpoint]:
    """Those of MQTT at its sides, each once, the source's first."""
    found: dict[str, Endpoint] = {}
    for end in (*(item.endpoint for item in design.entrances), *design.exits):
        if end is not None and end.mqtt is not None:
            found.setdefault(end.broker, end)
    return list(found.values())


def said(design: Design, ident: str) -> list[tuple[Endpoint, str, str]]:
    """Where its state is retained: (broker, our session there, topic), to be taken back once nobody tells it."""
    if not design.announce:
        return []
    return [(end, _name(ident, number), signs.state_topic(ident)) for number, end in enumerate(brokers(design))]


def _name(ident: str, number: int) -> str:
    return f"es-{ident}-v{number}"


class LifeSigns:
    """From `begin` to `end`, both of which may come again; all methods run on the event loop.

    It is the `inlet.Beats` of the bridge's source.
    """

    def __init__(self, design: Design, ident: str) -> None:
        self._design = design
        self._ident = ident
        self._voices: list[Voice] = []
        self._source: Voice | None = None  # by which beats are published
        self._pulse: Pulse | None = None
        self._works: Works | None = None
        self._told: Sign | None = None
        self._told_at = 0
        self._incoming = self._lived = 0
        self._spoke = False
        self._last = 0  # when the newest beat came to the queue, wall ns
        self._loop = asyncio.get_running_loop()

    # --- its life ----------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Connect to whom there is something to tell."""
        design = self._design
        self._told, self._pulse = None, None
        source = design.entrances[0].endpoint
        beats = design.heartbeat and source is not None and source.mqtt is not None
        for number, endpoint in enumerate(brokers(design)):
            speaks = beats and number == 0 and endpoint is source
            if design.announce or speaks:
                will = signs.gone(self._ident, design.name) if design.announce else None
                voice = Voice(endpoint, _name(self._ident, number), will)
                self._source = voice if speaks else self._source
                self._voices.append(voice)
                voice.start()

    def attach(self, works: Works) -> None:
        """The bridge is built: from now on beats go through it, before it listens to its source."""
        if not self._design.heartbeat:
            return
        source = self._design.entrances[0].endpoint
        sure = source is not None and not plain(source.bus)
        self._works, self._incoming, self._lived = works, 0, 0
        self._pulse = Pulse(self._design.heartbeat, f"{clock.wall_ns():x}", sure)
        works.inlets[0].pulse = self

    async def end(self, sign: Sign) -> None:
        """Tell the last state, and fall silent."""
        voices, self._voices, self._source = self._voices, [], None
        self._works = None
        for voice in voices:
            voice.say(sign)
        await asyncio.gather(*(voice.close() for voice in voices))

    # --- its state ---------------------------------------------------------------------------------------

    def tell(self, sign: Sign, now: int) -> None:
        """At most once a second what changed; how much waits, at most every ten."""
        before = self._told
        changed = before is None or sign.news != before.news
        grown = before is not None and sign.books != before.books
        if not self._voices or now - self._told_at < (SECOND if changed else REFRESH) or not (changed or grown):
            return
        self._told, self._told_at = sign, now
        for voice in self._voices:
            voice.say(sign)

    # --- beats -------------------------------------------------------------------------------------------

    @property
    def topic(self) -> str:
        """Where beats come."""
        return signs.beat_topic(self._ident) if self._source is not None else ""

    def granted(self, reason: int, words: str) -> None:
        """What the source said to the subscription."""
        if self._pulse is not None:
            self._pulse.said("subscribe", reason, words)

    def came(self, payload: bytes) -> None:
        """A beat is back from the source."""
        if self._pulse is not None and self._pulse.came(payload, clock.mono_ns()):
            self._into_queue(payload)

    def tick(self, now: int, able: bool) -> None:
        """A few times a second; `able`: the bridge takes and sends."""
        works, pulse = self._works, self._pulse
        if works is None or pulse is None:
            return
        inlet = works.inlets[0]
        if inlet.incoming != self._incoming:
            self._incoming, self._lived = inlet.incoming, now
        side = inlet.side
        if not able or side is None or not side.up or not side.granted:
            pulse.source.rest()
        else:
            self._next(pulse, now)
        self._look(works, pulse, now)

    def _next(self, pulse: Pulse, now: int) -> None:
        voice = self._source
        up = voice is None or voice.up
        if up and not self._spoke:
            pulse.again()
        self._spoke = up
        beat = pulse.due(now) if up else None
        if beat is None:
            return
        if voice is None:
            self._into_queue(beat)
        else:
            pulse.published(beat, now)
            voice.beat(self.topic, beat, partial(pulse.said, "publish"))

    def _look(self, works: Works, pulse: Pulse, now: int) -> None:
        for number, leg in pulse.targets.items():
            outlet = works.outlets[number]
            if not outlet.side.up:
                leg.rest()
            leg.look(now, outlet.answered)
        if pulse.look(now, self._lived):
            for end in works.sources[:1]:
                if isinstance(end, Renews):
                    end.renew()

    def _into_queue(self, beat: bytes) -> None:
        """Its turn at the writer, behind what came before it."""
        works, pulse = self._works, self._pulse
        if works is None or pulse is None:
            return
        pulse.queue.ask(beat, clock.mono_ns())

        def written(error: Exception | None) -> None:
            if error is None:
                self._call(partial(self._out, works, pulse, beat))

        with contextlib.suppress(Unavailable):  # it is being closed
            works.queue.mark(Marks(), written)

    def _out(self, works: Works, pulse: Pulse, beat: bytes) -> None:
        """The targets are asked; a lazy one that sleeps is not."""
        pulse.queued(beat)
        self._last = clock.wall_ns()
        for number, end in works.targets.items():
            if isinstance(end, Answers) and works.outlets[number].side.up:
                pulse.asked(number, beat, clock.mono_ns())
                end.ping(partial(_answered, pulse, number, beat))

    def _call(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the engine has ended
            self._loop.call_soon_threadsafe(call)

    # --- what is known -----------------------------------------------------------------------------------

    def silent(self) -> Reason | None:
        """Who is up and dead all the same."""
        works, pulse = self._works, self._pulse
        if works is None or pulse is None:
            return None
        seconds = f"{patience(pulse.every):g}"
        if pulse.source.lost:
            name = self._design.entrances[0].spec.source.connection
            return reason("bridge-source-silent", connection=name, topic=self.topic)
        if pulse.queue.lost:
            return reason("bridge-disk-silent", seconds=seconds)
        mute = next((number for number, leg in pulse.targets.items() if leg.lost), None)
        if mute is None:
            return None
        return reason("bridge-target-silent", connection=works.outlets[mute].side.name, seconds=seconds)

    def figures(self) -> SignsFigures:
        """For people."""
        found = {voice.announced for voice in self._voices}
        announced: Announced = next((word for word in _WORST if word in found), "")
        why, pulse = self._refused(), self._pulse
        if pulse is None:
            return SignsFigures(announced, code=why.code, words=why.words, params=why.params)
        state = pulse.state if self._works is not None else "waiting"
        return SignsFigures(
            announced, state, pulse.every, pulse.sent, pulse.beats, self._last, pulse.lag, why.code, why.words,
            why.params,
        )  # fmt: skip

    def _refused(self) -> Reason:
        """What is not allowed; nothing else suffers from it."""
        pulse, source = self._pulse, self._design.entrances[0].spec.source.connection
        for voice in self._voices:
            if voice.words and (pulse is None or voice.announced):
                return _reason("voice-refused", connection=voice.connection, words=voice.words)
        if pulse is None:
            return Reason()
        against = [voice.words for voice in self._voices if voice.words] + list(pulse.refusals.values())
        if against:
            return _reason("beat-refused", connection=source, words=against[0])
        return _reason("beat-unheard", connection=source, topic=self.topic) if pulse.unheard else Reason()

    def took(self, route: int) -> int | None:
        """How long the last beat was on its way to a target's answer."""
        return self._pulse.took.get(route) if self._pulse is not None and self._works is not None else None


def _reason(code: str, **params: str) -> Reason:
    return Reason(code, params, WORDS[code].format_map(params))


def _answered(pulse: Pulse, route: int, beat: bytes) -> None:
    pulse.answered(route, beat, clock.mono_ns())
