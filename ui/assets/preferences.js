// Language and theme as the person chose them. Runs before Gradio starts, which picks its
// language then and would paint the other theme for a moment.
window.parley = {};
(() => {
  const stored = (name) => {
    try { return localStorage.getItem(name); } catch { return null; }
  };
  const store = (name, value) => {
    try { localStorage.setItem(name, value); } catch { /* a private window: until it closes */ }
  };

  // Gradio takes the browser's first language alone: before it comes the person's own choice,
  // then the first that Parley speaks, as the server reads it from Accept-Language.
  const spoken = [...(navigator.languages ?? [])].find((name) => /^(zh|en)\b/i.test(name));
  const language = stored("parley_language") || spoken;
  if (language) {
    for (const [name, value] of [["language", language], ["languages", [language]]]) {
      Object.defineProperty(navigator, name, { get: () => value, configurable: true });
    }
  }
  parley.chinese = () => (navigator.language || "").toLowerCase().startsWith("zh");
  document.documentElement.lang = parley.chinese() ? "zh" : "en";

  // Days begin at the person's own midnight, which the server cannot know.
  document.cookie = `parley_offset=${new Date().getTimezoneOffset()}; path=/; max-age=31536000; SameSite=Lax`;
  document.documentElement.toggleAttribute("data-folded", stored("parley_sidebar") === "folded");

  const dark = () => {
    const theme = stored("parley_theme");
    return theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  parley.paint = () => {
    document.body?.classList.toggle("dark", dark());
    document.documentElement.style.colorScheme = dark() ? "dark" : "light";
  };

  // What the buttons of the bar do, by their data-parley.
  parley.actions = {
    language() {
      const next = parley.chinese() ? "en" : "zh-CN";  // the names that Gradio knows them by
      store("parley_language", next);
      document.cookie = `parley_language=${next}; path=/; max-age=31536000; SameSite=Lax`;
      location.reload();
    },
    theme() {
      store("parley_theme", dark() ? "light" : "dark");
      parley.paint();
    },
    api() {
      document.querySelector("footer .show-api")?.click();
    },
    panel() {
      document.getElementById("chat")?.toggleAttribute("data-panel");
    },
    sidebar() {
      const chat = document.getElementById("chat");
      if (innerWidth < 900) { chat?.toggleAttribute("data-sidebar"); return; }
      store("parley_sidebar", document.documentElement.toggleAttribute("data-folded") ? "folded" : "");
    },
  };
  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-parley]")?.dataset.parley;
    if (name) parley.actions[name]?.();
  });
  document.addEventListener("DOMContentLoaded", parley.paint);
})();
