// Before the first paint: the reader's own choice of light or dark, when one was made.
try {
  const chosen = localStorage.getItem("crossmobility-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // Without storage the device's preference decides.
}
