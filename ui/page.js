// Runs before Gradio starts. Language and theme as the person chose them, keys, clipboard.
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
      const next = chinese() ? "en" : "zh-CN";  // the names that Gradio knows them by
      store("parley_language", next);
      document.cookie = `parley_language=${next}; path=/; max-age=31536000; SameSite=Lax`;
      location.reload();
    },
    theme() {
      store("parley_theme", dark() ? "light" : "dark");
      paint();
    },
    api() {
      document.querySelector("footer .show-api")?.click();
    },
    panel() {
      byId("chat")?.toggleAttribute("data-panel");
    },
  };

  // A reset mark beside each parameter that is set; an unset one is empty or begins with "–".
  const parameters = () => [...document.querySelectorAll("#panel [id^='parameter-']")];
  const field = (parameter) => parameter.querySelector("input, textarea");
  const isSet = (parameter) => !/^(–|$)/.test(field(parameter)?.value ?? "");
  const mark = () => {
    for (const parameter of parameters()) {
      parameter.classList.toggle("is-set", isSet(parameter));
      if (parameter.querySelector(".parley-reset") || !parameter.matches(".parley-parameter")) continue;
      const name = parameter.querySelector("[data-testid='block-info']")?.textContent.trim() ?? "";
      const title = `${chinese() ? "恢复服务器默认值：" : "Back to the server's default: "}${name}`;
      const button = Object.assign(document.createElement("button"), {
        type: "button", className: "parley-reset", textContent: "↺", title,
      });
      button.setAttribute("aria-label", title);
      button.addEventListener("click", () => {
        window.parley.leaving = parameters().indexOf(parameter);
        byId("reset-one")?.click();
        setTimeout(() => { mark(); field(parameter)?.focus(); }, 100);
      });
      parameter.append(button);
    }
  };
  let marking = 0;
  const markSoon = () => { clearTimeout(marking); marking = setTimeout(mark, 60); };
  for (const name of ["input", "change", "focusout", "click"]) document.addEventListener(name, markSoon);

  document.addEventListener("click", (event) => {
    const name = event.target.closest?.("[data-parley]")?.dataset.parley;
    if (name && actions[name]) actions[name]();
  });

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      if (press("stop")) { event.preventDefault(); focusMessage(); }
      else byId("chat")?.removeAttribute("data-panel");
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
    leaving: -1,
    withoutOne: (values) => values.map((value, index) => (index === window.parley.leaving ? "" : value)),
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

  // Code that scrolls sideways must be reachable by keyboard.
  const reach = () => {
    document.querySelectorAll(".prose pre:not([tabindex])").forEach((code) => { code.tabIndex = 0; });
    // A list of buttons without items would be announced as an empty list.
    document.querySelectorAll(".examples[role='list']").forEach((list) => list.setAttribute("role", "group"));
    document.querySelectorAll(".panel-wrap[role='log']").forEach(follow);
  };
  // A conversation follows the stream only while its reader is at the end of it.
  const NEAR = 48; // pixels from the end that still count as being there
  const follow = (log) => {
    if (log.dataset.follows) return;
    log.dataset.follows = "yes";
    let following = true;
    const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
    const toEnd = () => { log.scrollTop = log.scrollHeight; };
    let height = 0;
    log.addEventListener("scroll", () => {
      // Content that grew moves the end away; only a person moves away from the end.
      if (log.scrollHeight === height || distance() < NEAR) following = distance() < NEAR;
      height = log.scrollHeight;
    }, { passive: true });
    log.addEventListener("wheel", (event) => { if (event.deltaY < 0) following = false; }, { passive: true });
    let asked = 0;
    new MutationObserver(() => {
      const now = log.querySelectorAll(".user-row").length;
      if (now !== asked) following = true; // a message of one's own is always shown
      asked = now;
      if (following) toEnd();
      height = log.scrollHeight;
    }).observe(log, { childList: true, subtree: true, characterData: true });
  };

  let reaching = 0;
  const reachSoon = () => { reaching ||= setTimeout(() => { reaching = 0; reach(); }, 300); };

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(reachSoon).observe(document.body, { childList: true, subtree: true });
    paint();
    // Gradio builds the page later than this; look until its parts are there.
    const wait = setInterval(() => {
      paint();
      if (!byId("panel")) return;
      mark();
      if (parameters().every((parameter) => field(parameter))) clearInterval(wait);
    }, 200);
  });
})();
