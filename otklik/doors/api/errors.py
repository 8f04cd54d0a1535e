"""Errors of the API in Russian JSON."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from otklik.border.ports.errors import BorderError
from otklik.flow.author import TooManyTries, UnknownCase
from otklik.flow.photos import BadFile

_WORDS: Mapping[str, str] = {
    "missing": "обязательное поле",
    "extra_forbidden": "неизвестное поле",
    "string_type": "нужен текст",
    "string_too_short": "не должно быть пустым",
    "string_too_long": "слишком длинно, не больше {max_length} знаков",
    "too_long": "слишком много, не больше {max_length}",
    "bool_type": "нужно true или false",
    "bool_parsing": "нужно true или false",
    "float_type": "нужно число",
    "float_parsing": "нужно число",
    "finite_number": "нужно конечное число",
    "greater_than_equal": "не меньше {ge}",
    "less_than_equal": "не больше {le}",
    "list_type": "нужен список",
    "model_type": "нужен объект",
    "model_attributes_type": "нужен объект",
    "json_invalid": "это не JSON",
}
_NOT_OF_FIELD = frozenset({"body", "query", "path", "payload"})


def attach(api: NinjaAPI) -> None:
    """Let the API answer every known error in one shape."""

    def refuse(request: HttpRequest, status: int, detail: str, **more: object) -> HttpResponse:
        return api.create_response(request, {"detail": detail, "errors": [], **more}, status=status)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        troubles = [_trouble(one) for one in error.errors]
        return refuse(request, 422, "Сообщение не принято: проверьте поля.", errors=troubles)

    @api.exception_handler(AuthenticationError)
    def stranger(request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
        return refuse(request, 401, "Нужен действующий токен канала: заголовок «Authorization: Bearer …».")

    @api.exception_handler(HttpError)
    def bad(request: HttpRequest, error: HttpError) -> HttpResponse:
        told = "Тело запроса — не JSON." if "parse request body" in str(error) else str(error)
        return refuse(request, error.status_code, told)

    @api.exception_handler(BorderError)
    def unreadable(request: HttpRequest, error: BorderError) -> HttpResponse:
        return refuse(request, 422, str(error))

    @api.exception_handler(BadFile)
    def bad_file(request: HttpRequest, error: BadFile) -> HttpResponse:
        return refuse(request, 422, str(error))

    @api.exception_handler(TooManyTries)
    def guessing(request: HttpRequest, _error: TooManyTries) -> HttpResponse:
        return refuse(request, 429, "Код введён неверно слишком много раз. Повторите через 15 минут.")

    @api.exception_handler(UnknownCase)
    def unknown(request: HttpRequest, _error: UnknownCase) -> HttpResponse:
        return refuse(request, 404, "Такого сочетания номера и кода нет.")

    @api.exception_handler(Http404)
    def nowhere(request: HttpRequest, _error: Http404) -> HttpResponse:
        return refuse(request, 404, "Такого канала нет или он закрыт.")


def _trouble(error: Mapping[str, Any]) -> dict[str, str]:
    place = [str(one) for one in error.get("loc", ()) if one not in _NOT_OF_FIELD]
    words = _WORDS.get(str(error.get("type", "")), "неверное значение")
    return {"field": ".".join(place), "message": words.format_map(error.get("ctx") or {"ge": "", "le": ""})}
