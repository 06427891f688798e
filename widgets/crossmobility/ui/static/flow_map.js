// Gives hands to a map drawn in Python: hover, focus, choose, zoom, move.
// Reads land, marks, view, whole, words, label, period; writes `selected` and `viewport`, nothing else.

// === GEOMETRY (pure) ===
// A view is {x, y, span, w, h}: left, top and width in projected units, then the size of the picture in pixels.
export const viewFrom = ([x, y, span, w, h]) => ({ x, y, span, w, h });
export const numbersOf = ({ x, y, span, w, h }) => [x, y, span, w, h];

export function zoomed(view, factor, [px, py], limits) {
  const span = Math.min(Math.max(view.span / factor, limits.least), limits.most);
  const [before, after] = [view.span / view.w, span / view.w];
  return { ...view, span, x: view.x + px * (before - after), y: view.y + py * (before - after) };
}

export function moved(view, dx, dy) {
  const unit = view.span / view.w;
  return { ...view, x: view.x - dx * unit, y: view.y - dy * unit };
}

// How marks drawn for one view must be shifted and scaled to lie right in another.
export function shift(drawn, now) {
  const scale = now.w / now.span;
  const factor = (drawn.span * now.w) / (drawn.w * now.span);
  return { dx: (drawn.x - now.x) * scale, dy: (drawn.y - now.y) * scale, factor };
}

export function resized(view, w, h) {
  const unit = view.span / view.w;
  return { x: view.x + ((view.w - w) * unit) / 2, y: view.y + ((view.h - h) * unit) / 2, span: w * unit, w, h };
}

// === ORDER (pure) ===
// Marks are walked from the chosen corridor and the largest to the smallest, then what did not change, then by country.
export function walked(marks) {
  const rank = ({ dataset, classList }) => {
    if (!dataset.corridor) return 3;
    if (classList.contains("cm-chosen")) return 0;
    return classList.contains("cm-change-same") ? 2 : 1;
  };
  return [...marks].sort((one, other) => rank(one) - rank(other));
}

// === VIEW ===
const SVG = "http://www.w3.org/2000/svg";
const MARKS = "[data-corridor],g[data-country]";
// Drawn, not written: no font is sure to have these signs.
const BUTTONS = {
  in: "M8 3V13M3 8H13",
  out: "M3 8H13",
  home: "M2 5V2H5M11 2H14V5M14 11V14H11M5 14H2V11M8 6V10M6 8H10",
  world: "M14 8A6 6 0 1 1 2 8A6 6 0 1 1 14 8ZM2 8H14M8 2C4.5 5 4.5 11 8 14C11.5 11 11.5 5 8 2Z",
};

function build(el) {
  el.classList.add("cm-map");
  el.dataset.lmSuppressShortcuts = "true"; // JupyterLab would take Enter and the arrow keys away from the map
  // The land has a layer of its own: a change of year paints the marks, not the world.
  el.innerHTML = `<svg class="cm-land" xmlns="${SVG}" preserveAspectRatio="none" aria-hidden="true"></svg>
    <svg class="cm-picture" xmlns="${SVG}" role="group" tabindex="0"><g class="cm-marks"></g></svg>
    <div class="cm-tools" role="group"></div><div class="cm-tip" role="status" hidden></div>`;
  const tools = el.querySelector(".cm-tools");
  for (const [act, path] of Object.entries(BUTTONS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.act = act;
    button.innerHTML = `<svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true"><path d="${path}"/></svg>`;
    tools.append(button);
  }
  const find = (css) => el.querySelector(css);
  return { svg: find(".cm-picture"), land: find(".cm-land"), marks: find(".cm-marks"), tip: find(".cm-tip"), tools };
}

function render({ model, el }) {
  const parts = build(el);
  let now = viewFrom(model.get("view"));
  let drawn = now;
  let clicks = 0;
  let waiting = null;
  let atHome = true;
  let home = now;
  let shown = null;
  let sized = true;

  // --- drawing ---
  const place = () => {
    const { dx, dy, factor } = shift(drawn, now);
    parts.svg.setAttribute("viewBox", `0 0 ${now.w} ${now.h}`);
    parts.land.setAttribute("viewBox", `${now.x} ${now.y} ${now.span} ${(now.span * now.h) / now.w}`);
    parts.marks.setAttribute("transform", `translate(${dx} ${dy}) scale(${factor})`);
  };
  const draw = () => {
    if (shown === model.get("marks")) return;
    shown = model.get("marks");
    drawn = viewFrom(model.get("view"));
    adopt();
    const active = parts.marks.contains(document.activeElement) ? document.activeElement.dataset : null;
    parts.marks.innerHTML = shown;
    walked(parts.marks.querySelectorAll(MARKS))[0]?.setAttribute("tabindex", "0");
    place();
    hideTip();
    parts.svg.setAttribute("data-period", model.get("period"));
    if (active) focusMark(markFor(active));
    if (!sized && waiting === null && fits(drawn)) ready();
  };
  // A picture that was drawn for another size than the map has now is only stretched until the right one comes.
  const fits = (view) => Math.abs(view.w - now.w) < 2;
  const adopt = () => {
    if (waiting !== null || !fits(drawn)) return;
    now = drawn;
    if (atHome) home = drawn;
  };
  // The page is ready once the map is drawn for the size it really has.
  const ready = () => { sized = true; el.closest(".cm-page")?.setAttribute("data-cm-ready", ""); };
  const name = () => {
    const words = model.get("words");
    parts.svg.setAttribute("aria-label", `${model.get("label")} ${words.help}`);
    for (const button of parts.tools.children) {
      button.title = words[button.dataset.act];
      button.setAttribute("aria-label", words[button.dataset.act]);
    }
  };

  // --- the reader's view ---
  const limits = () => {
    const whole = viewFrom(model.get("whole"));
    return { least: whole.span / 50, most: whole.span * 1.3 };
  };
  const settle = (delay = 140) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      waiting = null;
      // A width of 0 asks for the opening view at this size.
      const asked = atHome ? [0, 0, 0, now.w, now.h] : numbersOf(now);
      if (String(asked) === String(model.get("viewport"))) {  // asked before, and answered while we waited
        adopt();
        place();
        if (!sized && fits(drawn)) ready();
        return;
      }
      model.set("viewport", asked);
      model.save_changes();
    }, delay);
  };
  const go = (view, delay) => { atHome = false; now = view; place(); settle(delay); };
  const zoom = (factor, at = [now.w / 2, now.h / 2]) => go(zoomed(now, factor, at, limits()));
  const acts = {
    in: () => zoom(1.6),
    out: () => zoom(1 / 1.6),
    home: () => { go(home, 0); atHome = true; },
    world: () => go(viewFrom(model.get("whole")), 0),
  };
  const pixel = (event) => {
    const box = parts.svg.getBoundingClientRect();
    return [((event.clientX - box.left) * now.w) / box.width, ((event.clientY - box.top) * now.h) / box.height];
  };

  // --- marks ---
  const markFor = (data) => parts.marks.querySelector(
    data.corridor ? `[data-corridor="${CSS.escape(data.corridor)}"]` : `g[data-country="${CSS.escape(data.country ?? "")}"]`);
  const hideTip = () => { parts.tip.hidden = true; el.classList.remove("cm-hovered"); parts.marks.querySelector(".cm-hover")?.classList.remove("cm-hover"); };
  const showTip = (mark, [x, y]) => {
    hideTip();
    parts.tip.textContent = mark.getAttribute("aria-label");
    parts.tip.hidden = false;
    mark.classList.add("cm-hover");
    const width = parts.tip.offsetWidth;
    parts.tip.style.left = `${Math.max(4, Math.min(x + 14, now.w - width - 4))}px`;
    parts.tip.style.top = `${y > now.h - 70 ? y - parts.tip.offsetHeight - 12 : y + 16}px`;
  };
  const focusMark = (mark) => {
    if (!mark) return parts.svg.focus();
    for (const other of parts.marks.querySelectorAll('[tabindex="0"]')) other.setAttribute("tabindex", "-1");
    mark.setAttribute("tabindex", "0");
    mark.focus({ preventScroll: true });
    return undefined;
  };
  const choose = (mark) => {
    const again = mark?.getAttribute("aria-pressed") === "true" && mark.classList.contains("cm-chosen");
    const value = mark && !again ? mark.dataset.corridor ?? mark.dataset.country : "-";
    clicks += 1;
    model.set("selected", `${value} ${clicks}`);
    model.save_changes();
  };
  const walk = (mark, step) => {
    const order = walked(parts.marks.querySelectorAll(MARKS));
    focusMark(order[(order.indexOf(mark) + step + order.length) % order.length]);
  };

  // --- events ---
  const pointers = new Map();
  let travelled = 0;
  const onDown = (event) => {
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    travelled = 0;
  };
  const onMove = (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      const mark = event.target.closest?.(MARKS);
      if (mark) showTip(mark, pixel(event)); else if (!parts.marks.contains(document.activeElement)) hideTip();
      return;
    }
    const here = [event.clientX, event.clientY];
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    const gap = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1]);
    travelled += gap(before, here);
    pointers.set(event.pointerId, here);
    if (travelled < 4) return;
    if (!parts.svg.hasPointerCapture(event.pointerId)) parts.svg.setPointerCapture(event.pointerId);
    hideTip();
    if (other) return go(zoomed(now, gap(here, other) / Math.max(gap(before, other), 1), pixel({ clientX: (here[0] + other[0]) / 2, clientY: (here[1] + other[1]) / 2 }), limits()));
    go(moved(now, here[0] - before[0], here[1] - before[1]));
  };
  const onUp = (event) => pointers.delete(event.pointerId);
  const onClick = (event) => {
    const act = event.target.closest?.("[data-act]")?.dataset.act;
    if (act) return acts[act]();
    if (travelled >= 4) return;
    const mark = event.target.closest?.(MARKS);
    const label = event.target.closest?.("text[data-country]");
    if (mark) { focusMark(mark); choose(mark); } else if (label) choose(markFor(label.dataset));
    else if (event.target.closest?.(".cm-picture") && parts.marks.querySelector(".cm-chosen")) choose(null);
  };
  const onWheel = (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), pixel(event));
  };
  const onKey = (event) => {
    const mark = event.target.closest?.(MARKS);
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(".cm-tools")) return;
    if (mark && step) walk(mark, step[0] + step[1]);
    else if (step) go(moved(now, -step[0] * now.w * 0.12, -step[1] * now.w * 0.12));
    else if (event.key === "+" || event.key === "=") acts.in();
    else if (event.key === "-") acts.out();
    else if (event.key === "0") acts.world();
    else if (event.key === "Home") acts.home();
    else if ((event.key === "Enter" || event.key === " ") && mark) choose(mark);
    else if (event.key === "Escape") { if (!parts.tip.hidden) hideTip(); if (parts.marks.querySelector(".cm-chosen")) choose(null); } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onFocus = (event) => {
    const mark = event.target.closest?.(MARKS);
    if (!mark || !mark.matches(":focus-visible")) return;
    const box = mark.querySelector("circle:not(.cm-hit),path").getBoundingClientRect();
    showTip(mark, pixel({ clientX: box.left + box.width / 2, clientY: box.top + box.height / 2 }));
  };
  const listeners = { pointerdown: onDown, pointermove: onMove, pointerup: onUp, pointercancel: onUp, click: onClick, keydown: onKey, focusin: onFocus };
  for (const [type, listener] of Object.entries(listeners)) el.addEventListener(type, listener);
  parts.svg.addEventListener("wheel", onWheel, { passive: false });
  el.addEventListener("pointerleave", hideTip);

  // --- size ---
  const watcher = new ResizeObserver(() => {
    const w = Math.round(el.clientWidth);
    if (w < 200 || Math.abs(w - now.w) < 2) return ready();
    sized = false;
    now = resized(now, w, Math.round(w < 600 ? Math.max(w * 0.76, 240) : w * 0.577));
    place();
    settle(0);
    return undefined;
  });
  watcher.observe(el);

  const drawLand = () => { parts.land.innerHTML = model.get("land"); };
  model.on("change", draw);
  model.on("change:land", drawLand);
  model.on("change:words change:label", name);
  drawLand();
  name();
  draw();
  return () => {
    watcher.disconnect();
    clearTimeout(waiting);
    model.off("change", draw);
    model.off("change:land", drawLand);
    model.off("change:words change:label", name);
  };
}

export default { render };
