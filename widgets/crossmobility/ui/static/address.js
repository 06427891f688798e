// Keeps the address, the language and the title of a served page. Reads `query`, `title`, `language`;
// sends {opened: the query of the address} once. In JupyterLab it does nothing: the address is not ours.

function render({ model }) {
  if (!document.body.hasAttribute("data-cm-served")) return undefined;
  const write = () => {
    const query = model.get("query");
    history.replaceState(history.state, "", location.pathname + (query ? `?${query}` : "") + location.hash);
    document.documentElement.lang = model.get("language");
    if (model.get("title")) document.title = model.get("title");
  };
  model.on("change:query change:title change:language", write);
  const asked = location.search.slice(1);
  if (asked) model.send({ opened: asked });
  else write();
  return () => model.off("change:query change:title change:language", write);
}

export default { render };
