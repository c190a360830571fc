"""The broker's process: it serves while its engine lives, and says how it ended."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time

import psutil
import pytest

from brokers import ANY_PORT, Broker, broker, connected
from eventscope.broker.access import hash_password
from eventscope.broker.child import BrokerProcess
from eventscope.broker.childmain import main
from eventscope.core.broker import BrokerConfig, Listener, RetainedInfo, User
from eventscope.core.errors import BadInput, Unavailable
from eventscope.mqtt.packets import Disconnect, Publish
from servers import free_port, wait_for_port, wait_until

unix = pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")


def test_requests() -> None:
    with broker() as one, connected(one.port, "c", keep_alive=7) as client:
        client.subscribe("a/#", 1)
        client.send(Publish("a/1", b"kept", 0, True))
        client.message()
        (info,) = one.process.request("clients")
        assert (info.client, info.keep_alive, info.subscriptions, info.connected) == ("c", 7, 1, True)
        assert info.address.startswith("127.0.0.1:")
        (subscription,) = one.process.request("subscriptions")
        assert (subscription.client, subscription.filter, subscription.qos) == ("c", "a/#", 1)
        (kept,) = one.process.request("retained", prefix="a/", limit=5)
        assert isinstance(kept, RetainedInfo)
        assert (kept.topic, kept.payload) == ("a/1", b"kept")
        assert one.process.request("clear_retained", topics=("a/1",))[0].topic == "a/1"
        assert one.process.request("retained") == ()
        one.process.request("restore_retained", messages=(kept,))
        assert len(one.process.request("retained")) == 1
        assert one.process.request("disconnect", client="nobody") is False
        assert one.process.request("disconnect", client="c") is True
        (goodbye,) = client.until_closed()
        assert isinstance(goodbye, Disconnect)
        assert goodbye.reason == 0x98


def test_a_request_that_makes_no_sense_is_told_and_harms_nothing() -> None:
    with broker() as one:
        with pytest.raises(Unavailable, match="no request nonsense"):
            one.process.request("nonsense")
        with pytest.raises(Unavailable, match="unexpected keyword"):
            one.process.request("retained", colour="red")
        assert one.process.request("clients") == ()


def test_gauges_come_several_times_a_second() -> None:
    with broker() as one:
        first = one.until(lambda gauges: gauges.rss > 0, "a first snapshot")
        later = one.until(lambda gauges: gauges.uptime > 1.0, "a second of snapshots")
        assert 4 <= len(one.snapshots) <= 15
        assert later.at > first.at
        assert later.rss < 100 << 20


@unix
def test_a_killed_broker_is_told() -> None:
    one = Broker(BrokerConfig(ANY_PORT))
    os.kill(one.ports.pid, signal.SIGKILL)
    wait_until(lambda: one.ended, what="the word of its end")
    assert "exit code -9" in one.ended[0]
    assert not one.process.alive
    with pytest.raises(Unavailable):
        one.process.request("clients")
    one.process.stop()
    one.process.stop()


@unix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_to_the_terminals_group_is_the_engines_to_answer(name: str) -> None:
    with broker() as one:
        os.kill(one.ports.pid, getattr(signal, name))
        seen = len(one.snapshots)
        wait_until(lambda: len(one.snapshots) > seen + 2, what="further gauges")
        assert one.process.alive


def _engine(port: int) -> None:
    BrokerProcess.start(BrokerConfig((Listener(port=port),)), lambda gauges: None, print)
    time.sleep(60)


@unix
def test_it_ends_when_its_engine_is_gone() -> None:
    port = free_port()
    engine = multiprocessing.get_context("spawn").Process(target=_engine, args=(port,))
    engine.start()
    wait_for_port(port, 20)
    children = psutil.Process(engine.pid).children(recursive=True)
    engine.kill()
    engine.join()
    engine.close()
    gone, alive = psutil.wait_procs(children, timeout=5)
    for process in alive:
        process.kill()
    assert gone
    assert not alive


def test_it_ends_when_the_pipe_closes() -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=main, args=(theirs, BrokerConfig(ANY_PORT), 1883))
    process.start()
    theirs.close()
    assert ours.recv()[0] == "ready"
    ours.close()
    process.join(5)
    assert process.exitcode == 0
    process.close()


def test_why_it_cannot_start_is_an_error_of_ours() -> None:
    listener = Listener("mqtts", port=0, certificate="none.pem", key="none.key")
    with pytest.raises(BadInput) as caught:
        Broker(BrokerConfig((listener,)))
    assert caught.value.code == "broker-no-file"
    assert caught.value.params == {"file": "none.pem"}


def test_a_port_that_it_had_to_leave_is_told() -> None:
    with broker(BrokerConfig((Listener(),))) as one, broker(BrokerConfig((Listener(),))) as other:
        assert one.port != other.port
        wait_until(lambda: other.notices, what="the notice")
        code, words = other.notices[0]
        assert code == "broker-port-moved"
        assert words == f"Port 1883 is taken by another program, so the broker listens on {other.port} instead (mqtt)."


def test_warnings_reach_the_engine() -> None:
    config = BrokerConfig((Listener(address="0.0.0.0", port=0),), (User("ann", hash_password("pw")),))
    with broker(config) as one:
        wait_until(lambda: one.notices, what="the warning")
        assert one.notices[0][0] == "broker-no-tls"
