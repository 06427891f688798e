// Shows HTML made in Python. Reads `html`; writes nothing: choices go to Python as messages {intent: value}.
// What the reader does is said in the HTML itself: data-intent, data-search, data-play, data-download, data-sort.

// === FOCUS ===
// The HTML is replaced as a whole, so the focus is put back on what plays the same part.
const PARTS = ["intent", "value", "search", "play", "download", "sort", "fold", "theme"];

export function partOf(node) {
  return node.dataset ? [node.tagName, ...PARTS.map((part) => (part === "value" && node.tagName === "SELECT" ? "" : node.dataset[part] ?? ""))].join("|") : "";
}

function replaceContent(el, html) {
  const active = el.contains(document.activeElement) ? document.activeElement : null;
  const part = active && partOf(active);
  const scrolled = el.querySelector(".cm-scroll")?.scrollTop ?? 0;
  el.innerHTML = html;
  const scroller = el.querySelector(".cm-scroll");
  if (scroller) scroller.scrollTop = scrolled;
  if (!part) return;
  const again = [...el.querySelectorAll("a,button,select,input")];
  (again.find((node) => partOf(node) === part) ?? again.find((node) => node.dataset.intent === active.dataset.intent))?.focus();
}

// === SORTING ===
const cellOf = (row, place) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();

export function sorted(rows, place, kind, up) {
  const compare = kind === "number"
    ? (a, b) => Number(cellOf(a, place)) - Number(cellOf(b, place))
    : (a, b) => cellOf(a, place).localeCompare(cellOf(b, place), document.documentElement.lang || "fr");
  return [...rows].sort((a, b) => (up ? compare(a, b) : compare(b, a)));
}

function sortBy(el, head) {
  const place = head.cellIndex;
  const kind = head.querySelector("[data-sort]").dataset.sort;
  const up = head.ariaSort !== (kind === "number" ? "descending" : "ascending") ? kind !== "number" : kind === "number";
  for (const other of head.parentElement.cells) if (other.ariaSort) other.ariaSort = "none";
  head.ariaSort = up ? "ascending" : "descending";
  const body = head.closest("table").tBodies[0];
  body.append(...sorted(body.rows, place, kind, up));
}

// === FILES ===
function save({ filename, document: text }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

// === THEME ===
function turnTheme() {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  localStorage.setItem("crossmobility-theme", root.dataset.theme);
}

// === PLAY ===
function playing(el, choose) {
  let timer = null;
  const stop = () => { clearInterval(timer); timer = null; mark(); };
  const button = () => el.querySelector("[data-play]");
  const mark = () => {
    const control = button();
    if (!control) return;
    control.classList.toggle("cm-playing", timer !== null);
    control.setAttribute("aria-pressed", String(timer !== null));
  };
  const step = () => {
    const control = button();
    if (!control) return stop();
    const values = control.dataset.values.split(" ");
    const now = el.querySelector(`select[data-intent="${control.dataset.play}"]`)?.value;
    choose({ [control.dataset.play]: values[(values.indexOf(now) + 1) % values.length] });
    if (values.indexOf(now) === values.length - 2) stop();
  };
  return {
    turn: () => { if (timer) return stop(); step(); timer = setInterval(step, 1000); mark(); },
    mark,
    stop,
  };
}

// === VIEW ===
function render({ model, el }) {
  el.dataset.lmSuppressShortcuts = "true";  // in JupyterLab, Enter and the arrows are ours while the focus is here
  const choose = (intent) => model.send(intent);
  const player = playing(el, choose);
  const draw = () => { replaceContent(el, model.get("html")); player.mark(); };

  const onClick = (event) => {
    const node = event.target.closest("[data-intent],[data-download],[data-play],[data-sort],[data-theme],[data-fold]");
    const row = event.target.closest("tbody tr");
    if (!node || !el.contains(node)) return row?.querySelector("button[data-intent]")?.click();
    if (["SELECT", "OPTION", "INPUT"].includes(node.tagName)) return;  // they speak when they change
    if (node.dataset.play) return player.turn();
    if (node.dataset.sort) return sortBy(el, node.closest("th"));
    if ("theme" in node.dataset) return turnTheme();
    if ("fold" in node.dataset) return node.setAttribute("aria-expanded", String(el.classList.toggle("cm-open")));
    if (node.dataset.download) return choose({ download: node.dataset.download });
    event.preventDefault();
    const again = node.getAttribute("aria-pressed") === "true" && node.closest("tbody");
    player.stop();
    choose({ [node.dataset.intent]: again ? "" : node.dataset.value });
  };
  const onChange = (event) => {
    const { intent, search } = event.target.dataset;
    if (intent) { player.stop(); choose({ [intent]: event.target.value }); }
    if (search) {
      const wanted = event.target.value.trim().toLocaleLowerCase();
      const options = [...event.target.list.options];
      const match = options.find((option) => option.value.toLocaleLowerCase() === wanted)
        ?? options.find((option) => option.value.toLocaleLowerCase().startsWith(wanted));
      event.target.setAttribute("aria-invalid", String(Boolean(wanted) && !match));
      if (!wanted || match) choose({ [search]: wanted ? match.dataset.value : "" });
    }
  };
  el.addEventListener("click", onClick);
  el.addEventListener("change", onChange);
  model.on("change:html", draw);
  model.on("msg:custom", save);
  draw();
  return () => {
    player.stop();
    model.off("change:html", draw);
    model.off("msg:custom", save);
    el.removeEventListener("click", onClick);
    el.removeEventListener("change", onChange);
  };
}

export default { render };
