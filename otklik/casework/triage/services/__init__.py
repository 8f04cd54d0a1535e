"""Changing triage: opinions and labels of cases, what a town sets, trainings and models."""

from otklik.casework.triage.evaluation import Stopped
from otklik.casework.triage.services.opinions import decided, judge_sign, keep_opinions
from otklik.casework.triage.services.runs import (
    AlreadyTraining,
    Lead,
    ask_training,
    begin_training,
    fail_training,
    put_training_back,
    stop_training,
    tell_training,
)
from otklik.casework.triage.services.settings import BadSetting, Learning, set_learning, set_threshold
from otklik.casework.triage.services.teaching import Known, train
from otklik.casework.triage.services.versions import Trained, restore

__all__ = [
    "AlreadyTraining",
    "BadSetting",
    "Known",
    "Lead",
    "Learning",
    "Stopped",
    "Trained",
    "ask_training",
    "begin_training",
    "decided",
    "fail_training",
    "judge_sign",
    "keep_opinions",
    "put_training_back",
    "restore",
    "set_learning",
    "set_threshold",
    "stop_training",
    "tell_training",
    "train",
]
