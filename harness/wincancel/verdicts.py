"""Verdicts are derived from values: the words, and the rule by which the harness derives them a second time.

The executable writes a verdict of its own; `stream` compares it with what is derived here: neither is believed alone.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Tier(StrEnum):
    """How much a judged value weighs; a report never adds tiers together."""

    DOCUMENTED = "documented"
    IMPLIED = "implied"
    AMBIGUOUS = "ambiguous"
    OBSERVED = "observed"
    CHARACTERISED = "characterised"


class Verdict(StrEnum):
    """What came of a case, in all or in one tier."""

    PASS = "PASS"
    FAIL = "FAIL"
    UNRESOLVED = "UNRESOLVED"
    UNSUPPORTED = "UNSUPPORTED"
    UNTESTED = "UNTESTED"
    NORESULT = "NORESULT"
    DONE = "DONE"


class Status(StrEnum):
    """What became of the process that ran a case."""

    OK = "OK"
    CRASH = "CRASH"
    TIMEOUT = "TIMEOUT"
    LEFT_BEHIND = "LEFT_BEHIND"


class Grade(StrEnum):
    """What an outcome of a race is worth."""

    ACCEPTABLE = "ACCEPTABLE"
    INTERESTING = "INTERESTING"
    FORBIDDEN = "FORBIDDEN"


# The order of columns and of sorting: what asks for attention first.
VERDICT_ORDER: tuple[Verdict, ...] = (
    Verdict.FAIL,
    Verdict.NORESULT,
    Verdict.UNRESOLVED,
    Verdict.PASS,
    Verdict.DONE,
    Verdict.UNSUPPORTED,
    Verdict.UNTESTED,
)

# A case that never reached its subject; possible only while nothing has been judged.
NOT_TRIED = frozenset({Verdict.UNSUPPORTED, Verdict.UNTESTED})

# The executable runs such a case once more, alone.
WORTH_A_SECOND_ATTEMPT = frozenset({Verdict.FAIL, Verdict.UNRESOLVED, Verdict.NORESULT})


def tiers_of(judgements: Iterable[tuple[Tier, bool | None]]) -> dict[Tier, Verdict]:
    """Derives the verdict of each tier.

    `judgements` has one pair for each value and each part of a race: the tier, and whether what came was allowed (None:
    recorded, not judged). A tier that judged nothing does not appear, except that `characterised`, which never judges,
    is DONE as soon as it has a value.
    """
    tiers: dict[Tier, Verdict] = {}
    for tier, met in judgements:
        if tier is Tier.CHARACTERISED:
            tiers[tier] = Verdict.DONE
        elif met is False:
            tiers[tier] = Verdict.FAIL
        elif met is True:
            tiers.setdefault(tier, Verdict.PASS)
    return tiers


def contradictions(
    derived: Mapping[Tier, Verdict], claimed: Mapping[Tier, Verdict], overall: Verdict, reason: str | None
) -> list[str]:
    """What is wrong with a claimed verdict, given the tiers derived from the values; empty when they agree.

    Whether a set-up or a control broke is known to the executable alone, so UNRESOLVED is accepted wherever nothing
    failed, provided that it gives a reason. The same holds for UNSUPPORTED and UNTESTED while nothing was judged.
    """
    found: list[str] = []
    judged = {tier: verdict for tier, verdict in derived.items() if tier is not Tier.CHARACTERISED}
    if overall in NOT_TRIED and judged:
        found.append(f"verdict {overall}, but values were judged")
    elif Verdict.FAIL in judged.values():
        if overall is not Verdict.FAIL:
            found.append(f"verdict {overall}, but a judged value was not as allowed")
    elif overall not in NOT_TRIED and overall not in (Verdict.UNRESOLVED, Verdict.NORESULT):
        expected = Verdict.PASS if judged else Verdict.DONE
        if overall is not expected:
            found.append(f"verdict {overall}, but the values make it {expected}")
    if reason is None and (overall in NOT_TRIED or overall is Verdict.UNRESOLVED):
        found.append(f"verdict {overall} without a reason")
    for tier, verdict in claimed.items():
        found += _tier_contradiction(tier, verdict, derived.get(tier), overall)
    for tier in judged:
        if tier not in claimed:
            found.append(f"the verdict leaves out the tier {tier}, which judged a value")
    return found


def _tier_contradiction(tier: Tier, claimed: Verdict, derived: Verdict | None, overall: Verdict) -> list[str]:
    # What the values passed may yet be withheld: the control broke later, or the end never came.
    withheld = claimed in (Verdict.UNRESOLVED, Verdict.NORESULT)
    if derived is Verdict.PASS:
        agrees = claimed is derived or withheld
    elif derived is not None:
        agrees = claimed is derived
    else:
        untried = claimed is overall and overall in NOT_TRIED
        agrees = withheld or untried or (tier is Tier.CHARACTERISED and claimed is Verdict.DONE)
    return [] if agrees else [f"tier {tier} is claimed {claimed}, its values make it {derived or 'nothing'}"]


def settled_tiers(
    derived: Mapping[Tier, Verdict], claimed: Mapping[Tier, Verdict], overall: Verdict
) -> dict[Tier, Verdict]:
    """The verdict per tier to show and count.

    A failure stands whatever came after it. A pass does not stand in a case whose control or set-up broke, or which
    never got to its end: an implementation that answers the same to everything must not collect it.
    """
    tiers: dict[Tier, Verdict] = {}
    for tier in Tier:
        verdict = derived.get(tier)
        if verdict is not Verdict.FAIL:
            verdict = claimed.get(tier, verdict)
        if verdict is Verdict.PASS and overall in (Verdict.UNRESOLVED, Verdict.NORESULT):
            verdict = overall
        if verdict is not None:
            tiers[tier] = verdict
    return tiers
