// Puts the live page in the place of the static picture, and says so when that is not possible.
// Reads `data-cm-ready` inside .cm-live; writes .cm-stage, .cm-status and .cm-banner.
(() => {
  const PATIENCE = 30_000;
  let leaving = false;
  let live = false;

  const say = (word) => {
    const banner = document.querySelector(".cm-banner");
    if (!banner || leaving) return;
    for (const line of banner.querySelectorAll("[data-word]")) line.hidden = line.dataset.word !== word;
    banner.hidden = false;
    document.querySelector(".cm-status")?.replaceChildren();
  };
  const unsay = () => document.querySelector(".cm-banner")?.setAttribute("hidden", "");

  // The only sign of a lost kernel that every cause has in common is its websocket being closed.
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(address, protocols) {
      super(address, protocols);
      if (!/\/api\/kernels\/[^/]+\/channels/.test(String(address))) return;
      this.addEventListener("open", unsay);
      this.addEventListener("close", () => say("lost"));
    }
  };
  window.addEventListener("beforeunload", () => { leaving = true; });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.voila_heartbeat = () => {};
  window.voila_finish = () => {};
  window.cmFailed = () => say("slow");

  const show = (stage) => {
    live = true;
    const reading = document.activeElement?.closest(".cm-twin");
    stage.classList.add("cm-is-live");
    stage.querySelector(".cm-twin")?.remove();
    document.querySelector(".cm-status")?.replaceChildren();
    if (reading) stage.querySelector(".cm-live .cm-page")?.focus?.();
    window.dispatchEvent(new Event("resize"));
  };

  // A page without a map is ready when every region of it holds something.
  const filled = (stage) => {
    const regions = [...stage.querySelectorAll(".cm-live .cm-page > *")];
    return regions.length > 0 && regions.every((region) => region.childElementCount > 0);
  };

  // Called by the page right after the picture: the scripts below it may take their time.
  window.cmWatch = () => {
    const stage = document.querySelector(".cm-stage");
    if (!stage) return;
    for (const control of stage.querySelectorAll(".cm-twin :is(select, input, button, textarea)")) control.inert = true;
    const mapped = stage.querySelector(".cm-twin svg[data-period], .cm-twin .cm-picture") !== null;
    const observer = new MutationObserver(() => {
      if (!live && (stage.querySelector(".cm-live [data-cm-ready]") || (!mapped && filled(stage)))) show(stage);
    });
    observer.observe(stage, { subtree: true, childList: true, attributeFilter: ["data-cm-ready"] });
    setTimeout(() => { if (!live) say("slow"); }, PATIENCE);
  };
  document.addEventListener("click", (event) => { if (event.target.closest?.("[data-cm-reload]")) location.reload(); });
})();
