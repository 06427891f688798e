"""The controls of a page as HTML. A control says in ``data-intent`` which word of the selection it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crossmobility.render.formats import text


@dataclass(frozen=True)
class Option:
    """One choice: its value, its words, and the group it stands in."""

    value: str
    label: str
    group: str = ""


def dropdown(intent: str, label: str, options: Sequence[Option], value: str) -> str:
    """Return a labelled list to choose one value from; options of one group stand under its name."""
    inner, group = "", ""
    for option in options:
        if option.group != group:
            inner += ("</optgroup>" if group else "") + (f'<optgroup label="{text(option.group)}">' if option.group else "")
            group = option.group
        mark = " selected" if option.value == value else ""
        inner += f'<option value="{text(option.value)}"{mark}>{text(option.label)}</option>'
    inner += "</optgroup>" if group else ""
    return _field(label, f'<select data-intent="{intent}" aria-label="{text(label)}">{inner}</select>', intent)


def segments(intent: str, label: str, options: Iterable[Option], value: str) -> str:
    """Return a row of buttons of which one is pressed."""
    buttons = "".join(
        f'<button type="button" data-intent="{intent}" data-value="{text(option.value)}" '
        f'aria-pressed="{str(option.value == value).lower()}">{text(option.label)}</button>'
        for option in options
    )
    return _field(label, f'<div class="cm-segments" role="group" aria-label="{text(label)}">{buttons}</div>', intent)


def search(intent: str, label: str, hint: str, options: Iterable[Option], value: str, clear: str) -> str:
    """Return a field that finds one of the options by its words; ``value`` is what it shows now."""
    inner = "".join(
        f'<option value="{text(option.label)}" data-value="{text(option.value)}"></option>' for option in options
    )
    gone = (
        f'<button type="button" class="cm-clear" data-intent="{intent}" data-value="" aria-label="{text(clear)}">×</button>'
        if value
        else ""
    )
    return _field(
        label,
        f'<span class="cm-search"><input type="search" data-search="{intent}" list="cm-{intent}-list" value="{text(value)}" '
        f'placeholder="{text(hint)}" aria-label="{text(label)}" autocomplete="off"/>{gone}</span>'
        f'<datalist id="cm-{intent}-list">{inner}</datalist>',
        intent,
    )


def play(intent: str, values: Sequence[str], start: str, stop: str, span: str) -> str:
    """Return the button that plays the periods, one a second; ``values`` are the periods in their order."""
    return (
        f'<div class="cm-field cm-play"><button type="button" data-play="{intent}" data-values="{text(" ".join(values))}" '
        f'data-stop="{text(stop)}" aria-label="{text(start)} {text(span)}" title="{text(start)} {text(span)}">'
        f'<span class="cm-triangle" aria-hidden="true"></span></button></div>'
    )


def _field(label: str, control: str, intent: str) -> str:
    return f'<div class="cm-field cm-{intent}"><span class="cm-label">{text(label)}</span>{control}</div>'
