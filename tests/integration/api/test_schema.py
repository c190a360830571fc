"""Requests made up from the API's own description, at a live engine: nothing breaks, all answers are as described."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from apiserving import Api, live
from eventscope.api.caller import Do
from eventscope.api.export import description
from eventscope.core import verbs
from eventscope.core.verbs import Verb

schema = schemathesis.openapi.from_dict(description())


def bounded(do: Do) -> Do:
    """Whatever is made up stays on this machine, short and few; the broker goes on."""

    async def tamed(verb: Verb[Any]) -> Any:
        if isinstance(verb, verbs.SaveConnection):
            local = replace(verb.connection, host="127.0.0.1", port=9, auto_connect=False)
            verb = replace(verb, connection=local, connect=False)
        elif isinstance(verb, verbs.FindMessages):
            verb = replace(verb, wait=min(verb.wait, 0.01))
        elif isinstance(verb, verbs.Publish):
            verb = replace(verb, event=replace(verb.event, repeat=min(max(verb.event.repeat, 1), 2), burst=1))
        elif isinstance(verb, verbs.StopBroker | verbs.StartBroker):
            return (await do(verbs.GetState())).ports
        elif isinstance(verb, verbs.SetDemo):
            return None
        elif isinstance(verb, verbs.SaveBridge):
            verb = replace(verb, bridge=replace(verb.bridge, start="manual"))  # saved, and connected to nothing
        elif isinstance(verb, verbs.SaveConsumer):
            verb = replace(verb, consumer=replace(verb.consumer, enabled=False))
        elif isinstance(verb, verbs.Pull):
            verb = replace(verb, wait=min(verb.wait, 0.01))
        elif isinstance(verb, verbs.SetBridge | verbs.SetConsumer):
            return None
        return await do(verb)

    return tamed


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        with live(tmp_path_factory.mktemp("schema"), through=bounded) as running:
            yield running


@schema.parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
def test_every_operation_keeps_to_its_description(case: schemathesis.Case, api: Api) -> None:
    case.call_and_validate(base_url=api.url, headers=api.headers(), timeout=30)


def test_the_engine_still_answers(api: Api) -> None:
    with api.client() as client:
        assert client.get("/health").json()["status"] == "ok"
