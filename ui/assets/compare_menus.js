// Compare: the tool row, the menu of each column, the settings panel. What the server does is
// sent by the heads' script (parley.compare.send); what only this page shows is done here.
(() => {
  const byId = (id) => document.getElementById(id);
  const compare = (parley.compare = { actions: {}, send: () => {} });
  const area = (compare.area = () => byId("compare"));
  const state = (compare.state = () => area()?.querySelector(".compare-session")?.dataset ?? {});
  const words = () => JSON.parse(area()?.querySelector(".compare-tools")?.dataset.words ?? "{}");
  compare.heads = () => [...(area()?.querySelectorAll(".compare-head") ?? [])];
  const headOf = (lane) => compare.heads().find((head) => head.dataset.lane === lane);

  const say = (sentence) => {
    byId("compare-said").textContent = sentence;
    setTimeout(() => { byId("compare-said").textContent = ""; }, 5000);
  };

  // Menus: one of them is open at most.
  let menu = null;
  let opener = null;
  let lane = ""; // whose menu it is
  const entries = () => [...menu.querySelectorAll("button:not(:disabled)")];
  const close = (back = true) => {
    if (!menu) return;
    menu.hidden = true;
    if (opener?.id) opener.setAttribute("aria-expanded", "false");
    menu = null;
    if (back && opener?.isConnected) opener.focus();
  };
  const open = (name, button) => {
    const again = menu?.id === name && opener === button;
    close();
    if (again) return;
    menu = byId(name);
    opener = button;
    if (button.id) button.setAttribute("aria-expanded", "true");
    menu.setAttribute("aria-label", button.getAttribute("aria-label") ?? button.textContent);
    menu.hidden = false;
    const { left, bottom } = button.getBoundingClientRect();
    menu.style.left = `${Math.max(8, Math.min(left, innerWidth - menu.offsetWidth - 8))}px`;
    menu.style.top = `${Math.max(8, Math.min(bottom + 4, innerHeight - menu.offsetHeight - 8))}px`;
    entries()[0]?.focus();
  };
  // While names are hidden, what is of use only to who knows them is left out.
  const NAMING = ["retry-with", "proceed", "code", "duplicate", "left", "right"];
  const enable = (action, on) => {
    const entry = byId("compare-column-menu").querySelector(`[data-compare="${action}"]`);
    entry.hidden = state().hidden === "yes" && NAMING.includes(action);
    entry.disabled = !on || entry.hidden;
  };

  Object.assign(compare.actions, {
    menu(button) {
      lane = button.dataset.lane;
      const heads = compare.heads();
      const now = headOf(lane)?.dataset.state;
      const begun = now !== "ready";
      enable("left", heads[0]?.dataset.lane !== lane);
      enable("right", heads.at(-1)?.dataset.lane !== lane);
      enable("baseline", begun && heads.length > 1);
      const ended = begun && now !== "waiting" && now !== "writing";
      enable("proceed", ended);
      enable("retry-with", ended);
      enable("code", begun);
      enable("duplicate", true);
      const expanded = area().hasAttribute("data-expanded");
      byId("compare-column-menu").querySelector('[data-compare="expand"]').textContent =
        words()[expanded ? "menu_expand_back" : "menu_expand"];
      open("compare-column-menu", button);
    },
    view(button) {
      const chosen = {
        equal: !area().hasAttribute("data-free"),
        together: area().hasAttribute("data-together"),
        raw: state().raw === "on",
      };
      for (const [action, on] of Object.entries(chosen)) {
        byId("compare-view-menu").querySelector(`[data-compare="${action}"]`)
          .setAttribute("aria-checked", String(on));
      }
      open("compare-view-menu", button);
    },
    link() {
      const { link = "", cut, hidden } = state();
      if (hidden === "yes") {
        say(words().link_hidden);
        return;
      }
      const typed = byId("prompt")?.querySelector("textarea")?.value.trim() ?? "";
      const prompt = encodeURIComponent(typed);
      const fits = prompt.length <= Number(area().querySelector(".compare-tools").dataset.longest);
      const bare = link.replace(/&prompt=.*/, "");
      const whole = typed ? (fits ? `${bare}&prompt=${prompt}` : bare) : link;
      parley.copy(`${location.origin}${location.pathname}${whole}`);
      say(words()[(typed ? !fits : cut) ? "link_without_prompt" : "link_copied"]);
    },
    cancel: () => byId("stop-all").click(),
    "retry-with"(_, chosen) {
      const field = headOf(chosen)?.querySelector(".compare-pick");
      if (!field) return;
      field.dataset.retry = "yes"; // the model that is taken next is asked at once
      field.focus();
    },
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("#compare [data-compare]");
    if (!button) {
      if (menu && !menu.contains(event.target)) close(false);
      return;
    }
    const inMenu = Boolean(button.closest(".compare-menu"));
    const own = inMenu ? lane : button.dataset.lane;
    const action = button.dataset.compare;
    if (inMenu) close();
    if (action === "left" || action === "right") focusNext = own;
    if (action === "settings") panelOpener = button;
    if (compare.actions[action]) compare.actions[action](button, own);
    else compare.send(action, own);
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "compare-repeat") {
      compare.send("repeat", "", { count: event.target.value });
      setTimeout(showRepeats, 2000); // it may have been refused
      return;
    }
    const box = event.target.closest?.("#compare [data-same]");
    if (!box) return;
    compare.send("same", "", { same: box.dataset.same, on: box.checked });
    setTimeout(showSame, 2000); // it may have been refused
  });
  document.addEventListener("keydown", (event) => {
    if (!menu) return;
    const at = entries().indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (next !== undefined) entries().at(next % entries().length)?.focus();
    else if (event.key === "Escape") close();
    else { if (event.key === "Tab") close(); return; }
    event.preventDefault();
    event.stopPropagation();
  }, true);
  addEventListener("resize", () => close(false));

  // The heads came anew: what stands outside of them follows.
  let focusNext = ""; // the lane whose menu button gets the focus: it has moved
  let panelOf; // whose settings are shown; undefined while the panel is closed
  let panelOpener = null;
  const showPanel = () => {
    const { panel, target, title } = state();
    const now = panel === "open" ? target : undefined;
    const heading = byId("compare-panel-title");
    if (heading && title && heading.textContent !== title) heading.textContent = title;
    byId("compare-panel-close")?.setAttribute("aria-label", words().close ?? "");
    if (now === panelOf) return;
    panelOf = now;
    setTimeout(() => {
      parley.markParameters();
      if (byId("compare-panel").contains(document.activeElement)) return; // already at work there
      const fields = [...byId("compare-panel").querySelectorAll("textarea, input")];
      const first = fields.find((field) => field.offsetParent !== null);
      (now === undefined ? panelOpener : first)?.focus();
    }, 50);
  };
  let sameBefore; // a box that was just pressed keeps what it shows until the server knows it
  const showSame = () => {
    const same = (sameBefore = state().same ?? "").split(" ");
    area()?.querySelectorAll("[data-same]").forEach((box) => {
      box.checked = same.includes(box.dataset.same);
    });
  };
  const showRepeats = () => {
    const field = byId("compare-repeat");
    if (field && document.activeElement !== field) field.value = state().repeats ?? "1";
  };
  compare.shown = () => {
    const { same = "", off = "" } = state();
    if (same !== sameBefore) showSame();
    showRepeats();
    const chip = byId("compare-baseline");
    if (chip) { chip.hidden = !off; chip.textContent = off; }
    if (focusNext) {
      headOf(focusNext)?.querySelector('[data-compare="menu"]')?.focus();
      focusNext = "";
    }
    if (byId("compare-panel")) showPanel();
  };
})();
