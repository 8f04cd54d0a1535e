"""The API needs no session, no person and no page: its requests pass by the middleware of the pages."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.urls import resolve

PREFIX = "/api/"


class ApiFirst:
    """Stands after the security headers and before all else."""

    def __init__(self, pages: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._pages = pages

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self._pages(request)
        try:
            match = resolve(request.path_info)
        except Http404:
            told = {"detail": "Такого адреса в API нет.", "errors": []}
            return JsonResponse(told, status=404, json_dumps_params={"ensure_ascii": False})
        request.resolver_match = match
        answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        if isinstance(answer, HttpResponse):
            answer["Content-Length"] = str(len(answer.content))
        answer["Cache-Control"] = "no-store"
        return answer
