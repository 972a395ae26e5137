// Runs before Gradio starts. Language and theme as the person chose them, keys, clipboard.
(() => {
  const stored = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const store = (name, value) => {
    try { localStorage.setItem(name, value); } catch { /* a private window: until it closes */ }
  };

  const language = stored("parley_language");
  if (language) {
    // Gradio asks the browser; the person's own choice comes before it.
    for (const [name, value] of [["language", language], ["languages", [language]]]) {
      Object.defineProperty(navigator, name, { get: () => value, configurable: true });
    }
  }
  const chinese = () => (navigator.language || "").toLowerCase().startsWith("zh");
  document.documentElement.lang = chinese() ? "zh" : "en";

  const dark = () => {
    const theme = stored("parley_theme");
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const paint = () => {
    if (!document.body) return;
    document.body.classList.toggle("dark", dark());
    document.documentElement.style.colorScheme = dark() ? "dark" : "light";
  };

  const byId = (id) => document.getElementById(id);
  const press = (id) => {
    const found = byId(id);
    const button = found && (found.matches("button") ? found : found.querySelector("button"));
    if (button && button.offsetParent !== null) { button.click(); return true; }
    return false;
  };
  const focusMessage = () => byId("message")?.querySelector("textarea")?.focus();

  const actions = {
    language() {
      const next = chinese() ? "en" : "zh";
      store("parley_language", next);
      document.cookie = `parley_language=${next}; path=/; max-age=31536000; SameSite=Lax`;
      location.reload();
    },
    theme() {
      store("parley_theme", dark() ? "light" : "dark");
      paint();
    },
    panel() {
      document.body.classList.toggle("parley-panel-toggled");
    },
  };

  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-parley]")?.dataset.parley;
    if (name && actions[name]) actions[name]();
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (press("stop")) { event.preventDefault(); focusMessage(); }
      else document.body.classList.remove("parley-panel-toggled");
    }
    const command = event.ctrlKey || event.metaKey;
    if (command && event.shiftKey && event.key.toLowerCase() === "o") {
      event.preventDefault();
      press("new-chat");
      focusMessage();
    }
    if (command && event.key === "Enter" && event.target.closest?.("#message")) {
      event.preventDefault();
      press("send");
    }
  }, true);

  window.parley = {
    copy(text) {
      const fallback = () => {
        const area = Object.assign(document.createElement("textarea"), { value: text });
        document.body.append(area);
        area.select();
        document.execCommand("copy");
        area.remove();
      };
      if (navigator.clipboard) navigator.clipboard.writeText(text).catch(fallback);
      else fallback();
    },
  };

  document.addEventListener("DOMContentLoaded", paint);
  new MutationObserver(paint).observe(document.documentElement, { childList: true, subtree: false });
})();
