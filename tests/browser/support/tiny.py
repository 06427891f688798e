"""The smallest notebooks that show what the server does: one page that answers, one that fails."""

from __future__ import annotations

from pathlib import Path

import nbformat

ANSWERS = '''
import anywidget, traitlets

class Page(anywidget.AnyWidget):
    html = traitlets.Unicode().tag(sync=True)
    period = traitlets.Unicode("2015").tag(sync=True)
    _esm = """export default { render({ model, el }) {
      el.classList.add("cm-page");
      const draw = () => {
        el.innerHTML = model.get("html");
        el.querySelector("select").onchange = (event) => { model.set("period", event.target.value); model.save_changes(); };
      };
      model.on("change:html", draw);
      draw();
      el.dataset.cmReady = "";
    } };"""

    def __init__(self):
        super().__init__()
        self.observe(self.draw, "period")
        self.draw(None)

    def draw(self, change):
        options = "".join(f"<option{' selected' if y == self.period else ''}>{y}</option>" for y in ("2015", "2016"))
        self.html = (
            f'<h1>Flux {self.period}</h1><select data-intent="period">{options}</select>'
            f'<svg data-period="{self.period}" viewBox="0 0 90 30"><circle cx="20" cy="15" r="9" fill="#0072B2"/></svg>'
        )

    def _repr_mimebundle_(self, **kwargs):
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return {**data, "text/html": f'<div class="cm-page">{self.html}</div>'}, metadata
'''
SECRET = "/a/place/nobody/should/see"
FAILS = f"place = {SECRET!r}\nraise ValueError(place)"
HIDDEN = "words for JupyterLab only"


def write(folder: Path) -> Path:
    """Write the notebooks into ``folder`` and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    page = [([], ANSWERS), ([], f"{HIDDEN!r}"), (["page"], "Page()")]
    _book(folder / "00_start_here.ipynb", page, "Par où commencer", "Where to start")
    _book(folder / "01_flows.ipynb", page, "Flux entre pays", "Flows between countries")
    _book(folder / "90_broken.ipynb", [([], FAILS), (["page"], "1")], "Cassé", "Broken")
    return folder


def _book(file: Path, cells: list[tuple[list[str], str]], title_fr: str, title_en: str) -> None:
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "title_fr": title_fr,
        "title_en": title_en,
    }
    book = nbformat.v4.new_notebook(metadata=metadata)
    book.cells = [nbformat.v4.new_markdown_cell(HIDDEN)]
    book.cells += [nbformat.v4.new_code_cell(source, metadata={"tags": tags}) for tags, source in cells]
    nbformat.write(book, file)
