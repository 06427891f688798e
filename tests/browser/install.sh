#!/usr/bin/env bash
# Finds Chromium for the browser tests, or installs it: with apt when root, otherwise with Playwright.
set -u
for name in "${CROSSMOBILITY_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  [ -n "$name" ] && command -v "$name" >/dev/null 2>&1 && exit 0
done
"$(dirname "${CROSSMOBILITY_PLAYWRIGHT}")/python" - <<'PY' && exit 0
import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    sys.exit(not pathlib.Path(playwright.chromium.executable_path).exists())
PY
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium with apt…"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null && exit 0
fi
echo "Installing Chromium with Playwright…"
"${CROSSMOBILITY_PLAYWRIGHT}" install chromium && exit 0
cat >&2 <<'TEXT'
The browser tests need Chromium, and it could not be installed. Run one of these, then try again:
  sudo apt-get install chromium            (Debian, Ubuntu)
  .venv/bin/playwright install --with-deps chromium
or name the program in CROSSMOBILITY_CHROMIUM.
TEXT
exit 1
