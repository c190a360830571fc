"""Tokens, scopes, and the pause after ten wrong ones."""

from __future__ import annotations

import base64

import pytest

from eventscope.api.access import FAILURES, PAUSE, SCOPES, Access, Failures, Gate, Tokens, allows
from eventscope.api.checks import NO_TOKEN, WRONG_TOKEN, Refusal

SECOND = 10**9


class Clock:
    def __init__(self) -> None:
        self.now = 10**15

    def __call__(self) -> int:
        return self.now


def test_each_token_has_256_bits_and_none_shows_in_a_repr() -> None:
    tokens = Tokens()
    for scope in SCOPES:
        token = getattr(tokens, scope)
        assert len(base64.urlsafe_b64decode(token + "=")) == 32
        assert token not in repr(tokens)
        assert tokens.scope(token) == scope
    assert tokens.nonce not in repr(tokens)


@pytest.mark.parametrize("given", ["", "x", "é", "\udc80", "x" * 10_000])
def test_others_are_none(given: str) -> None:
    tokens = Tokens()
    assert tokens.scope(given) is None
    assert tokens.scope(tokens.admin[:-1]) is None


def test_each_scope_may_do_what_those_before_it_may() -> None:
    table = [[allows(held, needed) for needed in SCOPES] for held in SCOPES]
    assert table == [[True, False, False], [True, True, False], [True, True, True]]


def test_a_proof_is_bound_to_challenge_address_and_nonce() -> None:
    tokens = Tokens()
    proofs = {
        tokens.proof("aa", "127.0.0.1:1"),
        tokens.proof("ab", "127.0.0.1:1"),
        tokens.proof("aa", "127.0.0.1:2"),
        Tokens().proof("aa", "127.0.0.1:1"),
    }
    assert len(proofs) == 4


def test_ten_failures_within_30_s_pause_for_30_s() -> None:
    clock = Clock()
    failures = Failures(clock)
    for _ in range(FAILURES - 1):
        failures.note()
    assert failures.wait == 0
    failures.note()
    assert failures.wait == 30
    clock.now += 29 * SECOND
    failures.note()  # makes it no longer
    assert failures.wait == 1
    clock.now += SECOND
    assert failures.wait == 0


def test_slow_failures_do_not_pause() -> None:
    clock = Clock()
    failures = Failures(clock)
    for _ in range(50):
        failures.note()
        clock.now += PAUSE // (FAILURES - 1) + 1
    assert failures.wait == 0


def test_the_gate() -> None:
    clock = Clock()
    gate = Gate(Tokens(), Failures(clock))
    assert gate.admit(None) is NO_TOKEN
    answers = [gate.admit("wrong") for _ in range(FAILURES + 1)]
    assert answers[:-1] == [WRONG_TOKEN] * FAILURES
    assert isinstance(answers[-1], Refusal)
    assert answers[-1].code == "paused"
    found = gate.admit(gate.tokens.operate)
    assert isinstance(found, Access)
    assert found.scope == "operate"
    assert found.actor not in gate.tokens.operate
