// Compare: the switch of blind mode, and the bar in which replies are voted on.
(() => {
  const { compare } = parley;
  const byId = (id) => document.getElementById(id);

  // The bar floats over the columns' lower edge: on a phone the message box is below it.
  let watched = null;
  const measure = () => {
    const { bottom, height } = watched.getBoundingClientRect();
    const under = height ? Math.max(0, innerHeight - bottom) : 0;
    compare.area()?.style.setProperty("--under", `${under}px`);
  };
  const sizes = new ResizeObserver(measure);
  const watch = () => {
    const area = byId("compare-scroll");
    if (!area || area === watched) return;
    sizes.disconnect();
    sizes.observe((watched = area));
  };
  addEventListener("resize", () => { if (watched) measure(); });

  let pressed = false; // in the bar: its button is about to go, and the focus with it
  Object.assign(compare.actions, {
    blind(button) {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      compare.send("blind", "", { on });
    },
    vote(button, choice) {
      pressed = true;
      compare.send("vote", choice);
    },
    names() {
      pressed = true;
      compare.send("names");
    },
  });

  const shown = compare.shown;
  compare.shown = () => {
    shown();
    watch();
    const { blind } = compare.state();
    byId("compare-blind")?.setAttribute("aria-pressed", String(blind === "on"));
    if (!pressed || document.querySelector(".compare-vote button")) return;
    pressed = false;
    const bar = document.querySelector(".compare-vote");
    if (bar) bar.focus({ preventScroll: true });
    else byId("prompt")?.querySelector("textarea")?.focus({ preventScroll: true });
  };
})();
