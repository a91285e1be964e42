"""Boards of figures: nation, State, district; each figure opens the list behind it."""

import csv
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from vatsalya.access.screens import screen
from vatsalya.desk.boards.views import OPENS
from vatsalya.law.load import law
from vatsalya.lib.text import cell
from vatsalya.mis import engine, small
from vatsalya.places import queries as places


def _known(level: str, text: str) -> int:
    """A place of the directory by its number, in whatever digits; an unknown one has no board."""
    code = int(text) if text.isdecimal() and len(text) < 8 else 0
    if not places.is_known(level, code):
        raise Http404
    return code


def asked(request: Any) -> tuple[str, int | None]:
    """Which board: as asked, else the one of the reader's own post."""
    for level in ("district", "state"):
        if text := request.GET.get(level):
            return level, _known(level, text)
    office = request.posting.office
    if "nation" in request.GET or office.state_id is None:
        return "nation", None
    return ("district", office.district_id) if office.district_id else ("state", office.state_id)


def inside(request: Any, level: str, code: int | None) -> bool:
    """True when the place is the reader's own: small counts are shown to those who answer for all of it."""
    office = request.posting.office
    own = office.district_id if level == "district" else office.state_id if office.district_id is None else None
    return code is not None and code == own


def _rows(request: Any, level: str, board: engine.Board, lang: str) -> list[dict[str, Any]]:
    """A line for each place below, most missing first; small counts hidden."""
    below = "state" if level == "nation" else "district"
    names = dict(places.states(lang)) if below == "state" else {}
    lines = sorted(board.lines, key=lambda line: -line.values.get("missing_open", 0))
    codes = [one.code for one in _in_table()]
    counts = [[line.values.get(code, 0) for code in codes] for line in lines]
    own = [at for at, line in enumerate(lines) if inside(request, below, line.code)]
    cells = small.table(counts, balance=[at for at, code in enumerate(codes) if code in engine.BALANCE], inside=own)
    return [
        {
            "code": line.code,
            "url": f"{reverse('desk:figures')}?{below}={line.code}",
            "name": names.get(line.code) or places.district_name(line.code, lang),
            "values": [_cell(value, cell) for value, cell in zip(counts[at], cells[at], strict=True)],
        }
        for at, line in enumerate(lines)
    ]


def _in_table() -> list[engine.Indicator]:
    """The figures that stand in the table of places."""
    return [one for one in engine.indicators().values() if one.front]


def _figure(one: engine.Indicator, total: dict[str, int], inside: bool) -> str:
    """A count as it may be shown; a measure as it is (it is taken of five or more), or a dash."""
    if one.hours:
        return f"{total[one.code]}" if one.code in total else "–"
    return _shown(total.get(one.code, 0), inside)


def _shown(value: int, inside: bool) -> str:
    return _cell(value, small.hide(value, inside=inside))


def _cell(value: int, shown: int | None) -> str:
    """A count as it is shown, a small one as such, and a dash for one that would give another away."""
    if shown is not None:
        return f"{shown}"
    return f"< {small.SMALL}" if value < small.SMALL else "–"


@screen("CE-01", staff=True)
def figures(request: Any) -> HttpResponse:
    """The board of a place, counted within the last minute."""
    (level, code), lang = asked(request), request.LANGUAGE_CODE
    board = engine.board(level=level, code=code)
    query = f"?{level}={code}" if code else ""
    shows_all = level == "nation" or inside(request, level, code)
    figs = [
        {
            "label": one.title[lang],
            "value": _figure(one, board.total, shows_all),
            "tone": one.tone if board.total.get(one.code) else "",
            "url": reverse("desk:figure_list", args=[one.code]) + query,
            "report": one.report,
            "front": one.front,
        }
        for one in engine.indicators().values()
    ]
    rows = _rows(request, level, board, lang) if level != "district" else []
    return render(
        request,
        "desk/figures.html",
        {
            "level": level,
            "place": place(level, code, lang),
            "figs": [fig for fig in figs if fig["front"]],
            "more": [fig for fig in figs if not fig["front"]],
            "rows": rows,
            "freshness": board.freshness,
            "heads": [one.title[lang] for one in _in_table()],
            "query": query,
            "balances": engine.balances(board.total),
            "up": _up(level, code),
            "top": [(row["name"], value) for row in rows[:10] if (value := _top(board, row["code"])) is not None],
        },
    )


def _top(board: engine.Board, code: int) -> int | None:
    """A small count has no bar: the list of the largest leaves it out rather than drawing nought."""
    value = next(line.values.get("missing_open", 0) for line in board.lines if line.code == code)
    return small.hide(value)


def place(level: str, code: int | None, lang: str) -> str:
    """The name of a board's place; empty for India."""
    if level == "district" and code:
        return places.full_name(code, lang)
    return dict(places.states(lang)).get(code or 0, "") if level == "state" else ""


def _up(level: str, code: int | None) -> str:
    """The board above this one."""
    if level == "district" and code:
        return f"{reverse('desk:figures')}?state={places.state_of(code)}"
    return f"{reverse('desk:figures')}?nation=1" if level == "state" else ""


@screen("CE-02", staff=True)
def figure_list(request: Any, code: str) -> HttpResponse:
    """The list behind a figure, as far as the reader has a duty to the children on it."""
    one = engine.indicators().get(code)
    if one is None:
        raise Http404
    (level, where), lang = asked(request), request.LANGUAGE_CODE
    rows = engine.opened(
        actor=request.actor,
        code=code,
        at=request.at,
        state=where if level == "state" else None,
        district=where if level == "district" else None,
    )
    page = Paginator(rows, 25).get_page(request.GET.get("page"))
    lines = [
        {
            "url": reverse(OPENS[m.kind], args=[m.pk]),
            "number": m.number,
            "at": m.opened_at,
            "state": law().machine(m.kind).states[m.state].label[lang],
            "office": getattr(m.office, f"name_{lang}"),
        }
        for m in page
    ]
    total = engine.board(level=level, code=where).total
    return render(
        request,
        "desk/figure_list.html",
        {
            "title": one.title[lang],
            "place": place(level, where, lang),
            "page": page,
            "rows": lines,
            "seen": page.paginator.count,
            "total": _figure(one, total, level == "nation" or inside(request, level, where)),
        },
    )


@screen("CE-03", staff=True)
def figures_csv(request: Any) -> HttpResponse:
    """The board as a table for a spreadsheet, small counts hidden as on the page."""
    (level, code), lang = asked(request), request.LANGUAGE_CODE
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="figures.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["", *[one.title[lang] for one in _in_table()]])
    for row in _rows(request, level, engine.board(level=level, code=code), lang):
        writer.writerow([cell(row["name"]), *row["values"]])
    return response
