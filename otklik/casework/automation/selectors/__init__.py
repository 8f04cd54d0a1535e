"""Reading automation: rules at work, as the settings show them, their hits, trials and the people's days."""

from otklik.casework.automation.selectors.hits import Acting, actings, effects_on, has_rule_recipient
from otklik.casework.automation.selectors.listing import (
    Alarmed,
    AlarmView,
    Figures,
    RuleView,
    TrialView,
    VersionView,
    alarmed,
    alarms,
    archived,
    dismissed,
    rule,
    rules,
    trial,
    versions,
)
from otklik.casework.automation.selectors.people import absences, away, duties, shifts
from otklik.casework.automation.selectors.serving import ruleset, rulesets_of, topics_of_groups

__all__ = [
    "Acting",
    "AlarmView",
    "Alarmed",
    "Figures",
    "RuleView",
    "TrialView",
    "VersionView",
    "absences",
    "actings",
    "alarmed",
    "alarms",
    "archived",
    "away",
    "dismissed",
    "duties",
    "effects_on",
    "has_rule_recipient",
    "rule",
    "rules",
    "ruleset",
    "rulesets_of",
    "shifts",
    "topics_of_groups",
    "trial",
    "versions",
]
