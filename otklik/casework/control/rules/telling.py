"""Kinds of notices, by what a person is told."""

from enum import StrEnum


class NoticeKind(StrEnum):
    DIGEST = "digest"
    URGENT = "urgent"
    RETURNED = "returned"
    CONFLICT = "conflict"
    TASK = "task"


KIND_TITLES = {
    NoticeKind.DIGEST: "на сегодня",
    NoticeKind.URGENT: "срочно",
    NoticeKind.RETURNED: "возвращено",
    NoticeKind.CONFLICT: "конфликт",
    NoticeKind.TASK: "поручение",
}
