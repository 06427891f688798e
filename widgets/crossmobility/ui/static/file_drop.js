// A file from the reader's computer, chosen or dropped. Reads `words`, `progress`, `busy`, `piece`; writes nothing:
// sends {begin, size}, then each piece {offset} with its bytes when Python asks for it with {next}.

// === PURE ===
// How much of a file has gone, as a whole percentage; an empty file is gone at once.
export const share = (sent, size) => (size > 0 ? Math.floor((100 * sent) / size) : 100);

export const filled = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

// === VIEW ===
function build(el) {
  el.classList.add("cm-drop");
  el.dataset.lmSuppressShortcuts = "true";  // in JupyterLab, Enter is ours while the focus is here
  el.innerHTML = `<div class="cm-drop-row"><button type="button" class="cm-first"></button><span class="cm-drop-hint"></span>
    <button type="button" class="cm-stop" hidden></button></div>
    <input type="file" class="cm-hidden" tabindex="-1" aria-hidden="true">
    <p class="cm-progress" role="status" aria-live="polite"></p><progress class="cm-sent" hidden></progress>`;
  const find = (css) => el.querySelector(css);
  return { choose: find(".cm-first"), hint: find(".cm-drop-hint"), stop: find(".cm-stop"), input: find("input"), said: find(".cm-progress"), sent: find("progress") };
}

function render({ model, el }) {
  const parts = build(el);
  let file = null;

  const draw = () => {
    const words = model.get("words");
    const working = Boolean(file) || model.get("busy");
    parts.choose.textContent = words.choose ?? "";
    parts.choose.disabled = working;
    parts.hint.textContent = words.hint ?? "";
    parts.input.accept = words.accept ?? "";
    parts.stop.textContent = words.stop ?? "";
    parts.stop.hidden = !file;
    el.classList.toggle("cm-busy", working);
    parts.sent.hidden = !working;
    if (!file) {
      parts.sent.removeAttribute("value");
      parts.said.textContent = model.get("progress");
    }
  };
  const tell = (sent) => {
    const percent = share(sent, file.size);
    parts.sent.max = 100;
    parts.sent.value = percent;
    // Read out rarely: a voice that counts every percent is no help.
    if (percent % 25 === 0 || !parts.said.textContent) parts.said.textContent = filled(model.get("words").sending ?? "", { name: file.name, percent });
  };
  const begin = (chosen) => {
    if (!chosen || file || model.get("busy")) return;
    file = chosen;
    parts.said.textContent = "";
    draw();
    tell(0);
    model.send({ begin: chosen.name, size: chosen.size });
  };
  const end = () => { file = null; parts.input.value = ""; draw(); };

  const onMessage = async (content) => {
    if (content.done || content.failed) return end();
    if (content.next === undefined || !file) return;
    const current = file;
    try {
      const bytes = await current.slice(content.next, content.next + model.get("piece")).arrayBuffer();
      if (file !== current) return;
      model.send({ offset: content.next }, undefined, [bytes]);
      tell(content.next + bytes.byteLength);
    } catch {
      model.send({ stop: true });  // the file was moved, or may no longer be read
      end();
    }
  };
  const halt = (event) => { event.preventDefault(); event.stopPropagation(); };
  const onOver = (event) => { halt(event); el.classList.add("cm-over"); };
  const onLeave = (event) => { if (!el.contains(event.relatedTarget)) el.classList.remove("cm-over"); };
  const onDrop = (event) => { halt(event); el.classList.remove("cm-over"); begin(event.dataTransfer.files[0]); };

  parts.choose.addEventListener("click", () => parts.input.click());
  parts.input.addEventListener("change", () => begin(parts.input.files[0]));
  parts.stop.addEventListener("click", () => { model.send({ stop: true }); end(); parts.choose.focus(); });
  el.addEventListener("dragenter", onOver);
  el.addEventListener("dragover", onOver);
  el.addEventListener("dragleave", onLeave);
  el.addEventListener("drop", onDrop);
  model.on("change:words change:progress change:busy", draw);
  model.on("msg:custom", onMessage);
  draw();
  return () => {
    model.off("change:words change:progress change:busy", draw);
    model.off("msg:custom", onMessage);
    for (const [name, act] of [["dragenter", onOver], ["dragover", onOver], ["dragleave", onLeave], ["drop", onDrop]]) el.removeEventListener(name, act);
  };
}

export default { render };
