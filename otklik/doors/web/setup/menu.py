"""The first page of the settings: what the person may keep, and nothing else."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from otklik.casework.automation import selectors as automation
from otklik.doors.web.setup.access import holds
from otklik.doors.web.visit import Visit, staff
from otklik.ground.people.roles import Action


@dataclass(frozen=True, slots=True)
class Item:
    """A page of the settings; `for_parts` if a right over a block or an organisation is enough."""

    route: str
    title: str
    icon: str
    note: str
    action: Action
    for_parts: bool = False


SECTIONS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    (
        "Муниципалитет",
        (
            Item(
                "setup:town",
                "Муниципалитет",
                "building",
                "название, номер карточки, часовой пояс",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:addresses",
                "Адреса и ориентиры",
                "pin",
                "ГАР и таблицы, улицы, школы и остановки",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:channels",
                "Каналы",
                "inbox",
                "откуда приходят сообщения и в какой поток",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:ways",
                "Способы обращения",
                "letter",
                "что по закону обращение, а что сообщение, и с какого дня",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:reception_hours",
                "Расписание приёма",
                "people",
                "кто, где и когда принимает граждан",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:calendar",
                "Производственный календарь",
                "clock",
                "выходные, сокращённые дни, рабочие часы",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:watch",
                "Контроль и напоминания",
                "watch",
                "за сколько напоминать, кому докладывать, тихие часы",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:terms",
                "Сроки",
                "overdue",
                "таблица сроков с нормами и правила счёта",
                Action.EDIT_SETTINGS,
            ),
        ),
    ),
    (
        "Справочники",
        (
            Item(
                "setup:topics", "Темы", "heat", "группы, ключевые слова, фаст-трек, коды", Action.EDIT_CATALOG
            ),
            Item("setup:blocks", "Отраслевые блоки", "mass", "состав блоков центра", Action.EDIT_CATALOG),
            Item(
                "setup:recipients",
                "Ответственные получатели",
                "route",
                "кто отвечает жителям",
                Action.EDIT_CATALOG,
            ),
            Item(
                "setup:duties",
                "Таблица ответственности",
                "cause",
                "тема или блок, район, получатель",
                Action.EDIT_CATALOG,
            ),
            Item(
                "setup:classifiers",
                "Классификаторы",
                "report",
                "новая редакция из файла с проверкой",
                Action.EDIT_CATALOG,
            ),
            Item(
                "setup:rules",
                "Автоправила",
                "fast",
                "что система делает сама и почему",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:templates",
                "Шаблоны ответов",
                "letter",
                "готовые тексты с местами для подстановки",
                Action.EDIT_TEMPLATES,
                True,
            ),
            Item(
                "setup:letterhead",
                "Бланк писем",
                "building",
                "название, герб, адрес, кто подписывает, номер",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:letter_texts",
                "Тексты писем",
                "letter",
                "уведомления, запросы и отказы с местами для подстановки",
                Action.EDIT_TEMPLATES,
            ),
            Item(
                "setup:public_answers",
                "Общие ответы",
                "report",
                "ответы на сайте, на которые ссылаются",
                Action.EDIT_TEMPLATES,
            ),
            Item(
                "setup:answer_checks",
                "Проверки ответа",
                "check",
                "что смотрим в ответе до отправки и что мешает уйти",
                Action.EDIT_TEMPLATES,
            ),
            Item(
                "setup:stages",
                "Этапы сообщений",
                "route",
                "модерация, координация, исполнение, согласование; обещания",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:rating",
                "Оценка ответов",
                "star-empty",
                "когда приглашаем, что возвращает в работу, причины",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:questionnaire",
                "Анкета о центре",
                "people",
                "вопросы жителям о работе центра",
                Action.EDIT_SETTINGS,
            ),
        ),
    ),
    (
        "Люди",
        (
            Item("setup:people", "Люди", "people", "учётные записи, роли, пароли", Action.EDIT_PEOPLE),
            Item(
                "setup:roster",
                "Дежурства и отсутствия",
                "clock",
                "кто сегодня принимает и кто замещает",
                Action.EDIT_PEOPLE,
            ),
            Item("setup:roles", "Роли", "lock", "что разрешено каждой роли", Action.EDIT_PEOPLE),
            Item(
                "setup:organisations",
                "Организации",
                "building",
                "дерево: администрация, отделы, учреждения",
                Action.EDIT_PEOPLE,
            ),
            Item(
                "setup:composition",
                "Состав центра",
                "print",
                "таблица для приложения к постановлению",
                Action.EDIT_PEOPLE,
            ),
        ),
    ),
    (
        "Система",
        (
            Item("setup:imports", "Загрузка выгрузок", "upload", "реестры XLSX и CSV", Action.IMPORT),
            Item(
                "setup:recognition",
                "Качество распознавания",
                "spark",
                "точность, порог, обучение, версии",
                Action.EDIT_SETTINGS,
            ),
            Item(
                "setup:likeness",
                "Дубли и массовые проблемы",
                "mass",
                "пороги похожести и чему их научили",
                Action.EDIT_SETTINGS,
            ),
            Item("setup:work", "Очередь работ", "clock", "что ждёт и что не удалось", Action.MAINTAIN),
            Item("setup:journal", "Журнал действий", "eye", "кто, что и когда изменил", Action.SEE_JOURNAL),
        ),
    ),
)


@staff()
def index(request: HttpRequest, visit: Visit) -> HttpResponseBase:
    sections = [(_(title), [item for item in items if _may(visit, item)]) for title, items in SECTIONS]
    shown = [(title, items) for title, items in sections if items]
    if not shown:
        raise Http404
    alarms = automation.alarmed(visit.town.id) if holds(visit, Action.EDIT_SETTINGS) else []
    return render(request, "setup/index.html", {"sections": shown, "alarms": alarms})


def _may(visit: Visit, item: Item) -> bool:
    return visit.can(item.action) if item.for_parts else holds(visit, item.action)
