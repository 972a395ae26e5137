// Compare: heights, one column over the full width, and columns that scroll together.
(() => {
  const { compare } = parley;
  const logs = () => [...document.querySelectorAll("#compare-columns .panel-wrap")];
  const scroller = () => document.getElementById("compare-scroll");
  const show = (lane) => {
    const head = compare.heads().find((each) => each.dataset.lane === lane);
    if (head) scroller().scrollTo({ left: head.offsetLeft });
  };
  compare.collapse = () => {
    const expanded = compare.area()?.hasAttribute("data-expanded");
    if (expanded) {
      const now = compare.area().querySelector(".compare-tabs [aria-current]")?.dataset.lane;
      compare.area().removeAttribute("data-expanded");
      show(now);
    }
    return Boolean(expanded);
  };
  Object.assign(compare.actions, {
    show: (_, lane) => show(lane),
    expand(_, lane) {
      if (compare.collapse()) return;
      compare.area().setAttribute("data-expanded", "");
      show(lane);
      scroller().dispatchEvent(new Event("scroll"));
    },
    equal: () => compare.area().toggleAttribute("data-free"),
    together: () => compare.area().toggleAttribute("data-together"),
  });

  // The one that is moved leads for a moment; what the others do then is not followed.
  let leader = null;
  let until = 0;
  document.addEventListener("scroll", ({ target }) => {
    if (!target.matches?.("#compare[data-together] .panel-wrap")) return;
    if (leader && leader !== target) return;
    leader = target;
    clearTimeout(until);
    until = setTimeout(() => { leader = null; }, 150);
    const length = (log) => log.scrollHeight - log.clientHeight;
    const part = target.scrollTop / Math.max(1, length(target));
    for (const log of logs()) if (log !== target) log.scrollTop = part * length(log);
  }, { capture: true, passive: true });
})();
