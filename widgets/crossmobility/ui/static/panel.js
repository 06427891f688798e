// Shows HTML made in Python. Reads `html`; writes nothing: choices go to Python as messages {intent: value}.
// What the reader does is said in the HTML itself: data-intent, data-search, data-play, data-download, data-sort, data-walk.

// === FOCUS ===
// The HTML is replaced as a whole, so the focus is put back on what plays the same part, boxes stay scrolled where they
// were, and what was unfolded (data-keep) stays so.
const PARTS = ["intent", "value", "search", "play", "download", "sort", "fold", "theme"];

export function partOf(node) {
  return node.dataset ? [node.tagName, ...PARTS.map((part) => (part === "value" && node.tagName === "SELECT" ? "" : node.dataset[part] ?? ""))].join("|") : "";
}

// What leads to another subject (data-top) leads to its question.
function focusQuestion(el) {
  const question = el.querySelector("h1");
  if (!question) return;
  question.tabIndex = -1;
  question.focus({ preventScroll: true });
}

function replaceContent(el, html, settle) {
  const active = el.contains(document.activeElement) ? document.activeElement : null;
  const part = active && partOf(active);
  const scrolled = [...el.querySelectorAll(".cm-scroll")].map((box) => [box.scrollTop, box.scrollLeft]);
  const folds = new Map([...el.querySelectorAll("details[data-keep]")].map((node) => [node.dataset.keep, node.open]));
  el.innerHTML = html;
  settle();  // before the focus is put back: a row that moves would lose it
  for (const node of el.querySelectorAll("details[data-keep]")) node.open = folds.get(node.dataset.keep) ?? node.open;
  [...el.querySelectorAll(".cm-scroll")].forEach((box, place) => {
    if (scrolled[place]) [box.scrollTop, box.scrollLeft] = scrolled[place];
  });
  if (active?.tagName === "H1") return focusQuestion(el);
  if (!part) return;
  const again = [...el.querySelectorAll("a,button,select,input,summary")];
  (again.find((node) => partOf(node) === part) ?? again.find((node) => node.dataset.intent === active.dataset.intent))?.focus({ preventScroll: true });
}

// === SORTING ===
const cellOf = (row, place) => row.cells[place].dataset.value ?? row.cells[place].textContent.trim();

// What has no number stands last, whichever way the others are sorted.
export function sorted(rows, place, kind, up) {
  const texts = new Intl.Collator(document.documentElement.lang || "fr");
  const none = (row) => kind === "number" && (cellOf(row, place) === "" || Number.isNaN(Number(cellOf(row, place))));
  const compare = kind === "number"
    ? (a, b) => Number(cellOf(a, place)) - Number(cellOf(b, place))
    : (a, b) => texts.compare(cellOf(a, place), cellOf(b, place));
  return [...rows].sort((a, b) => none(a) - none(b) || (none(a) ? 0 : up ? compare(a, b) : compare(b, a)));
}

// Each body of a table is sorted by itself. A row of data-group is its head and stays first; a row of data-under belongs to
// the row above it and goes where that goes.
export function families(rows) {
  const found = [];
  for (const row of rows) {
    if ("under" in row.dataset) found.at(-1)?.push(row);
    else if (!("group" in row.dataset)) found.push([row]);
  }
  return found;
}

function arrange(table, head, up) {
  for (const other of head.parentElement.cells) if (other.ariaSort) other.ariaSort = "none";
  head.ariaSort = up ? "ascending" : "descending";
  const kind = head.querySelector("[data-sort]").dataset.sort;
  for (const body of table.tBodies) {
    const whole = new Map(families(body.rows).map((rows) => [rows[0], rows]));
    body.append(...sorted(whole.keys(), head.cellIndex, kind, up).flatMap((row) => whole.get(row)));
  }
}

// Orders last through new HTML: a table with a name (data-table) is sorted again by the head with the same words.
function sorting(el) {
  const orders = new Map();
  return {
    by: (head) => {
      const table = head.closest("table");
      const numbers = head.querySelector("[data-sort]").dataset.sort === "number";
      const up = head.ariaSort !== (numbers ? "descending" : "ascending") ? !numbers : numbers;
      arrange(table, head, up);
      if (table.dataset.table) orders.set(table.dataset.table, { words: head.textContent, up });
    },
    again: () => {
      for (const table of el.querySelectorAll("table[data-table]")) {
        const order = orders.get(table.dataset.table);
        const head = order && [...table.tHead.rows[0].cells].find((cell) => cell.ariaSort && cell.textContent === order.words);
        if (head) arrange(table, head, order.up);
      }
    },
  };
}

// === WALKING ===
// A table with data-walk is one tab stop. Arrow keys go to the next button in the line, else to the nearest one that way;
// Home and End to the ends of the row, with Ctrl to the ends of the table.
const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function nextPlace(places, [row, column], key, whole = false) {
  const order = (a, b) => places[a][0] - places[b][0] || places[a][1] - places[b][1];
  const every = places.map((_, place) => place).sort(order);
  if (key === "Home" || key === "End") {
    const line = whole ? every : every.filter((place) => places[place][0] === row);
    return line.at(key === "Home" ? 0 : -1);
  }
  const [down, right] = STEPS[key];
  const apart = (place) => {
    const [dy, dx] = [places[place][0] - row, places[place][1] - column];
    const [along, across] = [dy * down + dx * right, Math.abs(down ? dx : dy)];
    return along > 0 ? [across ? 1 : 0, along + across, across] : null;
  };
  const ahead = every.map((place) => [place, apart(place)]).filter(([, far]) => far);
  ahead.sort(([, a], [, b]) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  return ahead[0]?.[0];
}

const placeOf = (button) => {
  const cell = button.closest("td,th");
  return [cell.parentElement.rowIndex, cell.cellIndex];
};

function stopAt(button) {
  const table = button.closest("[data-walk]");
  if (!table || button.tagName !== "BUTTON") return;
  for (const other of table.querySelectorAll('button[tabindex="0"]')) other.tabIndex = -1;
  button.tabIndex = 0;
}

function walk(event, choose) {
  const table = event.target.closest?.("[data-walk]");
  if (!table || event.altKey || event.metaKey) return;
  if (event.key === "Escape") {
    const chosen = table.querySelector('[aria-pressed="true"]');
    if (chosen) choose({ [chosen.dataset.intent]: "" });
    return;
  }
  if (!STEPS[event.key] && event.key !== "Home" && event.key !== "End") return;
  event.preventDefault();
  event.stopPropagation();
  const buttons = [...table.querySelectorAll("button")];
  const next = nextPlace(buttons.map(placeOf), placeOf(event.target), event.key, event.ctrlKey);
  buttons[next]?.focus();
}

// === FILES ===
function save({ filename, document: text }, buffers) {
  const link = document.createElement("a");
  const file = buffers?.length ? new Blob(buffers) : new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" });
  link.href = URL.createObjectURL(file);
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
  const order = sorting(el);
  const draw = () => { replaceContent(el, model.get("html"), order.again); player.mark(); };

  const onClick = (event) => {
    const node = event.target.closest("[data-intent],[data-download],[data-play],[data-sort],[data-theme],[data-fold]");
    const row = event.target.closest("tbody tr");
    if (!node || !el.contains(node)) {
      if (event.target.closest("summary,a,label") || row?.closest("[data-walk]")) return;  // these act by themselves
      return row?.querySelector("button[data-intent]")?.click();
    }
    if (["SELECT", "OPTION", "INPUT"].includes(node.tagName)) return;  // they speak when they change
    if (node.dataset.play) return player.turn();
    if (node.dataset.sort) return order.by(node.closest("th"));
    if ("theme" in node.dataset) return turnTheme();
    if ("fold" in node.dataset) return node.setAttribute("aria-expanded", String(el.classList.toggle("cm-open")));
    if (node.dataset.download) return choose({ download: node.dataset.download });
    event.preventDefault();
    const again = node.getAttribute("aria-pressed") === "true" && node.closest("tbody");
    player.stop();
    choose({ [node.dataset.intent]: again ? "" : node.dataset.value });
    if ("top" in node.dataset) {
      const page = el.closest(".cm-page");
      page.scrollIntoView();
      focusQuestion(page);
    }
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
  const onKey = (event) => {
    // Leaving a field makes it speak; in JupyterLab, Enter alone does not.
    if (event.key === "Enter" && event.target.matches?.("input[data-intent]:not([type=radio], [type=checkbox])")) {
      event.target.blur();
      event.target.focus();
    }
    walk(event, choose);
  };
  const onFocus = (event) => stopAt(event.target);
  el.addEventListener("click", onClick);
  el.addEventListener("change", onChange);
  el.addEventListener("keydown", onKey);
  el.addEventListener("focusin", onFocus);
  model.on("change:html", draw);
  model.on("msg:custom", save);
  draw();
  // A page without a map has nobody else to say that it answers; the element is not in the page yet.
  requestAnimationFrame(() => el.closest(".cm-no-map")?.setAttribute("data-cm-ready", ""));
  return () => {
    player.stop();
    model.off("change:html", draw);
    model.off("msg:custom", save);
    el.removeEventListener("click", onClick);
    el.removeEventListener("change", onChange);
    el.removeEventListener("keydown", onKey);
    el.removeEventListener("focusin", onFocus);
  };
}

export default { render };
