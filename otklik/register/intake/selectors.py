"""Reading accounts, column plans and runs of imports."""

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otklik.ground.bulk import selectors as bulk
from otklik.register.intake.models import ChannelAccount, ColumnPlan, ImportRun, InboundRecord, RunState

TOKEN = "token_sha256"  # noqa: S105  # the name of the setting, not a secret


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run of an import as it stands."""

    id: int
    municipality_id: int
    account_id: int
    file_name: str
    file_path: str
    layout: str
    plan: dict[str, Any] | None
    state: str
    state_title: str
    rows_total: int | None
    rows_read: int
    added: int
    updated: int
    unchanged: int
    rejected: int
    new_topics: list[str]
    rejects_path: str
    error: str
    created_by: int | None
    created_at: datetime
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state in (RunState.DONE, RunState.FAILED, RunState.STOPPED)


@dataclass(frozen=True, slots=True)
class AccountView:
    """An active way in, as a door that takes messages needs it."""

    id: int
    municipality_id: int
    kind: str
    code: str
    stream: str


_VIEW = ("id", "municipality_id", "kind", "code", "stream")

# Asked for every message of the API, so it is one plain query: the ORM costs several times as much.
_OF_TOKEN = (
    f"SELECT {', '.join(_VIEW)}, settings FROM {ChannelAccount._meta.db_table} "  # noqa: S608  # our own names
    "WHERE id = %s AND is_active"
)


def account_of_token(token: str) -> AccountView | None:
    """The active account of a token `otk_<id>_<secret>`; only the digest of the secret is kept."""
    _, _, rest = token.partition("otk_")
    told, _, secret = rest.partition("_")
    if not (told.isascii() and told.isdecimal() and len(told) < 19 and secret):
        return None
    row = bulk.first(_OF_TOKEN, [int(told)])
    if row is None:
        return None
    settings = json.loads(row[-1]) if isinstance(row[-1], str) else row[-1]
    kept = str(settings.get(TOKEN, ""))
    given = hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
    return AccountView(*row[:-1]) if kept and hmac.compare_digest(kept, given) else None


def has_token(row: ChannelAccount) -> bool:
    """Whether a token has been issued for the account."""
    return bool(row.settings.get(TOKEN))


def open_account(municipality_id: int, code: str) -> AccountView | None:
    """The active account of the code."""
    rows = ChannelAccount.objects.filter(municipality_id=municipality_id, code=code, is_active=True)
    row = rows.values_list(*_VIEW).first()
    return AccountView(*row) if row else None


def accounts(municipality_id: int) -> list[ChannelAccount]:
    return list(ChannelAccount.objects.filter(municipality_id=municipality_id))


def account(municipality_id: int, code: str) -> ChannelAccount | None:
    return ChannelAccount.objects.filter(municipality_id=municipality_id, code=code).first()


def account_by_id(account_id: int) -> ChannelAccount:
    return ChannelAccount.objects.get(id=account_id)


def plans(municipality_id: int) -> list[ColumnPlan]:
    return list(ColumnPlan.objects.filter(municipality_id=municipality_id))


def plan(municipality_id: int, title: str) -> ColumnPlan | None:
    return ColumnPlan.objects.filter(municipality_id=municipality_id, title=title).first()


def run(run_id: int) -> RunView:
    """Where the run stands; raises `ImportRun.DoesNotExist`."""
    return run_view(ImportRun.objects.get(id=run_id))


def runs(municipality_id: int, *, most: int = 30) -> list[RunView]:
    rows = ImportRun.objects.filter(municipality_id=municipality_id).order_by("-id")[:most]
    return [run_view(row) for row in rows]


def run_view(row: ImportRun) -> RunView:
    return RunView(
        id=row.id,
        municipality_id=row.municipality_id,
        account_id=row.account_id,
        file_name=row.file_name,
        file_path=row.file_path,
        layout=row.layout,
        plan=row.plan,
        state=row.state,
        state_title=RunState(row.state).label,
        rows_total=row.rows_total,
        rows_read=row.rows_read,
        added=row.added,
        updated=row.updated,
        unchanged=row.unchanged,
        rejected=row.rejected,
        new_topics=list(row.new_topics),
        rejects_path=row.rejects_path,
        error=row.error,
        created_by=row.created_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
    )


def raw_body(record_case_id: int) -> str | None:
    """The raw message a case came from."""
    rows = InboundRecord.objects.filter(case_id=record_case_id).order_by("id")
    return rows.values_list("body", flat=True).first()
