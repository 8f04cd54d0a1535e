"""The vocabulary of actions and the default roles of the five founding decrees."""

from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What may be permitted. Doors ask for these and never for a role."""

    SEE_CASES = "see_cases"
    SEE_PERSONAL = "see_personal"
    ENTER_CASE = "enter_case"
    EDIT_CASE = "edit_case"
    ROUTE = "route"
    TAKE = "take"
    DRAFT = "draft"
    APPROVE = "approve"
    CLOSE = "close"
    REFUSE = "refuse"
    REOPEN = "reopen"
    LEAVE_UNANSWERED = "leave_unanswered"
    TERMINATE = "terminate"
    IMPORT = "import"
    EXPORT = "export"
    SEE_DASHBOARD = "see_dashboard"
    SEE_REPORTS = "see_reports"
    FILL_REPORTS = "fill_reports"
    SIGN_REPORTS = "sign_reports"
    EDIT_CATALOG = "edit_catalog"
    EDIT_PEOPLE = "edit_people"
    EDIT_SETTINGS = "edit_settings"
    EDIT_TEMPLATES = "edit_templates"
    SEE_JOURNAL = "see_journal"
    PUBLISH = "publish"
    MAINTAIN = "maintain"


ACTION_TITLES: dict[Action, str] = {
    Action.SEE_CASES: "видеть обращения и сообщения",
    Action.SEE_PERSONAL: "видеть персональные данные заявителя",
    Action.ENTER_CASE: "вносить обращения и сообщения",
    Action.EDIT_CASE: "править карточку",
    Action.ROUTE: "направлять ответственному получателю",
    Action.TAKE: "брать в работу",
    Action.DRAFT: "готовить ответ",
    Action.APPROVE: "согласовывать и отправлять ответ",
    Action.CLOSE: "снимать с контроля",
    Action.REFUSE: "отклонять (не требует ответа)",
    Action.REOPEN: "возобновлять",
    Action.LEAVE_UNANSWERED: "оставлять обращение без ответа по существу (59-ФЗ, ст. 11)",
    Action.TERMINATE: "прекращать переписку по вопросу (59-ФЗ, ст. 11, ч. 5)",
    Action.IMPORT: "загружать выгрузки",
    Action.EXPORT: "выгружать списки",
    Action.SEE_DASHBOARD: "видеть сводку руководителя",
    Action.SEE_REPORTS: "видеть отчёты",
    Action.FILL_REPORTS: "заполнять отчёты и плановые значения",
    Action.SIGN_REPORTS: "утверждать отчёты",
    Action.EDIT_CATALOG: "вести справочники",
    Action.EDIT_PEOPLE: "вести состав центра и роли",
    Action.EDIT_SETTINGS: "менять настройки муниципалитета",
    Action.EDIT_TEMPLATES: "вести шаблоны ответов",
    Action.SEE_JOURNAL: "видеть журнал действий",
    Action.PUBLISH: "вести официальные страницы",
    Action.MAINTAIN: "обслуживать систему",
}

_WORK = frozenset(
    {
        Action.SEE_CASES, Action.SEE_PERSONAL, Action.ENTER_CASE, Action.EDIT_CASE, Action.ROUTE,
        Action.TAKE, Action.DRAFT, Action.APPROVE, Action.CLOSE, Action.REFUSE, Action.REOPEN,
        Action.IMPORT, Action.EXPORT, Action.EDIT_TEMPLATES, Action.SEE_REPORTS,
    }
)  # fmt: skip
_LOOK = frozenset({Action.SEE_CASES, Action.SEE_DASHBOARD, Action.SEE_REPORTS})


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A default role; a municipality may edit the bundle and the title as data.

    `scope` says what narrows a membership: the whole town, a sector block or an organisation.
    """

    code: str
    title: str
    actions: frozenset[Action]
    scope: str
    norm: str


ROLES: tuple[RoleRow, ...] = (
    RoleRow(
        "curator", "Куратор (координатор) центра",
        _LOOK | {
            Action.SEE_PERSONAL, Action.SIGN_REPORTS, Action.SEE_JOURNAL, Action.EXPORT,
            Action.LEAVE_UNANSWERED, Action.TERMINATE,
        },
        "town",
        "Ухта, постановление № 3406, прил. 1; Ловозеро, распоряжение № 20-РГ, п. 3.1; Нязепетровск, п. 5",
    ),
    RoleRow(
        "centre_head", "Руководитель центра",
        _WORK | _LOOK | {
            Action.FILL_REPORTS, Action.SIGN_REPORTS, Action.EDIT_CATALOG, Action.EDIT_PEOPLE,
            Action.EDIT_SETTINGS, Action.SEE_JOURNAL, Action.LEAVE_UNANSWERED, Action.TERMINATE,
        },
        "town", "Чердаклы, Положение о МЦУР, п. 3.2; Ухта, прил. 1; Элиста, п. 4.3",
    ),
    RoleRow(
        "pos_lead", "Ответственный за платформу обратной связи", _WORK | {Action.FILL_REPORTS}, "town",
        "Ухта, прил. 1; Нязепетровск, п. 8; Элиста, п. 4.4",
    ),
    RoleRow(
        "incident_lead", "Ответственный за «Инцидент Менеджмент»", _WORK | {Action.FILL_REPORTS}, "town",
        "Ухта, прил. 1; Нязепетровск, п. 7; Ловозеро, п. 3.1",
    ),
    RoleRow(
        "document_lead", "Ответственный за систему электронного документооборота", _WORK, "town",
        "Ловозеро, распоряжение № 20-РГ, п. 3.1",
    ),
    RoleRow(
        "regional_lead", "Ответственный за региональную платформу", _WORK, "town",
        "Ловозеро, распоряжение № 20-РГ, п. 3.1 (ЕЦПУР)",
    ),
    RoleRow(
        "informing_lead", "Ответственный за информирование и госпаблики",
        _LOOK | {Action.PUBLISH, Action.DRAFT, Action.EDIT_TEMPLATES}, "town",
        "Чердаклы, Положение о МЦУР, п. 3.4; Нязепетровск, п. 9; Элиста, п. 4.5",
    ),
    RoleRow(
        "block_head", "Руководитель отраслевого блока",
        _LOOK | {
            Action.SEE_PERSONAL, Action.ROUTE, Action.TAKE, Action.DRAFT, Action.APPROVE, Action.CLOSE,
            Action.REOPEN, Action.EDIT_TEMPLATES, Action.EXPORT, Action.LEAVE_UNANSWERED,
        },
        "block", "Чердаклы, Положение о МЦУР, п. 3.3; Ухта, прил. 1",
    ),
    RoleRow(
        "operator", "Оператор (специалист центра)", _WORK, "town",
        "Чердаклы, Положение о МЦУР, п. 2.8.1",
    ),
    RoleRow(
        "recipient_head", "Руководитель ответственного получателя",
        frozenset({
            Action.SEE_CASES, Action.SEE_PERSONAL, Action.TAKE, Action.DRAFT, Action.APPROVE,
            Action.EDIT_TEMPLATES, Action.SEE_REPORTS,
        }),
        "organisation", "Ловозеро, распоряжение № 20-РГ, п. 3.4; Чердаклы, п. 4.3",
    ),
    RoleRow(
        "executor", "Исполнитель ответственного получателя",
        frozenset({Action.SEE_CASES, Action.SEE_PERSONAL, Action.TAKE, Action.DRAFT}), "organisation",
        "Ловозеро, распоряжение № 20-РГ, п. 3.4",
    ),
    RoleRow(
        "administrator", "Технический администратор",
        frozenset({
            Action.MAINTAIN, Action.EDIT_PEOPLE, Action.EDIT_SETTINGS, Action.EDIT_CATALOG,
            Action.SEE_JOURNAL, Action.IMPORT,
        }),
        "town", "Ловозеро, распоряжение № 20-РГ, п. 3.5; Элиста, п. 3.1",
    ),
    RoleRow(
        "town_head", "Глава муниципалитета", _LOOK | {Action.LEAVE_UNANSWERED, Action.TERMINATE}, "town",
        "Чердаклы, постановление, п. 4; п. 4.5 «а»",
    ),
    RoleRow(
        "region_observer", "Наблюдатель региона (ЦУР)", _LOOK, "town", "Чердаклы, Положение о МЦУР, п. 4.4",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Grant:
    """What one membership permits and where. Empty `block_code` and no organisation mean the whole town."""

    municipality_id: int
    role_code: str
    actions: frozenset[str]
    block_code: str = ""
    organisation_ids: frozenset[int] = frozenset()

    @property
    def is_whole_town(self) -> bool:
        return not self.block_code and not self.organisation_ids


@dataclass(frozen=True, slots=True)
class Access:
    """All that a person may do; loaded once a request."""

    user_id: int
    grants: tuple[Grant, ...]

    def municipality_ids(self) -> frozenset[int]:
        return frozenset(grant.municipality_id for grant in self.grants)

    def of(self, action: Action, municipality_id: int | None = None) -> tuple[Grant, ...]:
        """The grants that permit the action, in one municipality or in any."""
        return tuple(
            grant
            for grant in self.grants
            if action in grant.actions and municipality_id in (None, grant.municipality_id)
        )

    def can(self, action: Action, municipality_id: int) -> bool:
        """Whether the action is permitted on anything at all in the municipality."""
        return bool(self.of(action, municipality_id))

    def can_on(
        self,
        action: Action,
        *,
        municipality_id: int,
        block_code: str = "",
        organisation_id: int | None = None,
    ) -> bool:
        """Whether the action is permitted on a thing of this block and this organisation."""
        return any(
            grant.is_whole_town
            or (grant.block_code and grant.block_code == block_code)
            or (organisation_id is not None and organisation_id in grant.organisation_ids)
            for grant in self.of(action, municipality_id)
        )
