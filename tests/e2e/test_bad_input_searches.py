"""What a person searches for is text: no database, pattern or path reads a command in it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from enginebench import EVENT, WATCHED, Bench, options, running
from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.workspace import EMBEDDED

TEXTS = ("'; DROP TABLE blocks; --", '" OR 1=1 --', "100%", "a_b", "NEAR(x", "x*", "../../etc", "\\", "{{ 7*7 }}")


def test_a_search_finds_exactly_what_holds_the_text(tmp_path: Path) -> None:
    async def test(bench: Bench) -> None:
        await bench.granted()
        for number, text in enumerate((*TEXTS, "none of them")):
            event = replace(EVENT, topic=f"t/{number}", payload=text, kind="text", template=False)
            await bench.ask(verbs.Publish(event))
        await bench.stored(len(TEXTS) + 1)
        for number, text in enumerate(TEXTS):
            words = text.replace("\\", "\\\\").replace('"', '\\"')
            found = await bench.ask(verbs.FindMessages(filter=f'"{words}"', after=0))
            assert {item.topic for item in found.messages} >= {b"t/%d" % number}, text
            assert all(text.encode() in (item.payload + item.topic) for item in found.messages), text
        assert bench.engine.log.stored == len(TEXTS) + 1

    async def main() -> None:
        async with running(options(tmp_path)) as bench:
            await test(bench)

    asyncio.run(main())


@pytest.mark.parametrize("name", ["x'; DELETE FROM dead; --", "../other", "%", ""])
def test_the_name_of_a_bridge_is_a_name(name: str, tmp_path: Path) -> None:
    async def main() -> None:
        async with running(options(tmp_path, replace(WATCHED, name="x"))) as bench:
            with pytest.raises(BadInput):
                await bench.ask(verbs.GetDeadLetters(name, reason="' OR 1=1 --"))
            assert [each.id for each in bench.engine.links.connections] == [EMBEDDED]
            assert {path.name for path in tmp_path.iterdir()} <= {
                "engine.lock", "engine.running", "log", "settings.toml", "workspace.toml", "home", "bridges",
            }  # fmt: skip

    asyncio.run(main())
