"""Profiles: which kind of filing it is, and so which rules and forms it owes."""

from __future__ import annotations

from juesuan.schema.errors import UsageError
from juesuan.schema.filing import Filing
from juesuan.schema.rulebook import ProfileSpec, RuleBook

_ASSUMED_LEVEL = "department"  # owes the most


def choose_profile(filing: Filing, rulebook: RuleBook, wanted: str | None = None) -> ProfileSpec:
    """Return the profile of an identifier, or the one that fits a filing best.

    A filing that does not say its level counts as a department's. UsageError for an unknown
    identifier.
    """
    if wanted is not None:
        return find_profile(wanted, rulebook)
    level = filing.entity.level or _ASSUMED_LEVEL
    fitting = [profile for profile in rulebook.profiles if _fits(profile, filing, level)]
    return max(fitting, key=_conditions)


def find_profile(profile_id: str, rulebook: RuleBook) -> ProfileSpec:
    """Return a profile by its identifier; UsageError for an unknown one."""
    for profile in rulebook.profiles:
        if profile.id == profile_id:
            return profile
    known = ", ".join(profile.id for profile in rulebook.profiles)
    raise UsageError(
        f"没有名为 {profile_id} 的类型（profile）；可用：{known}",
        f"no profile {profile_id}; there are {known}",
    )


def _fits(profile: ProfileSpec, filing: Filing, level: str) -> bool:
    places = (filing.entity.region or "", filing.entity.name)
    there = not profile.regions or any(place.startswith(profile.regions) for place in places)
    return profile.level == level and filing.fiscal_year in profile.years and there


def _conditions(profile: ProfileSpec) -> int:
    years = profile.years
    return bool(profile.regions) + (years.first is not None or years.last is not None)
