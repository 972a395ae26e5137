// Conversations: following the stream, and what keyboards and screen readers need.
(() => {
  // A conversation follows the stream only while its reader is at the end of it.
  const NEAR = 48; // pixels from the end that still count as being there
  const follow = (log) => {
    if (log.dataset.follows) return;
    log.dataset.follows = "yes";
    let following = true;
    const distance = () => log.scrollHeight - log.scrollTop - log.clientHeight;
    const toEnd = () => { log.scrollTop = log.scrollHeight; };
    let height = 0;
    let left = -Infinity; // when the reader turned the wheel upwards last
    log.addEventListener("scroll", () => {
      // What was scrolled before the wheel was turned may still be told after it.
      if (performance.now() - left < 250) return;
      // Content that grew moves the end away; only a person moves away from the end.
      if (log.scrollHeight === height || distance() < NEAR) following = distance() < NEAR;
      height = log.scrollHeight;
    }, { passive: true });
    log.addEventListener("wheel", (event) => {
      if (event.deltaY >= 0) return;
      following = false;
      left = performance.now();
    }, { passive: true });
    let asked = 0;
    new MutationObserver(() => {
      const now = log.querySelectorAll(".user-row").length;
      if (now !== asked) following = true; // a message of one's own is always shown
      asked = now;
      if (following) toEnd();
      height = log.scrollHeight;
    }).observe(log, { childList: true, subtree: true, characterData: true });
  };

  // Code that scrolls sideways must be reachable by keyboard.
  const reach = () => {
    document.querySelectorAll(".prose pre:not([tabindex])").forEach((code) => { code.tabIndex = 0; });
    // A list of buttons without items would be announced as an empty list.
    document.querySelectorAll(".examples[role='list']").forEach((list) => list.setAttribute("role", "group"));
    document.querySelectorAll(".panel-wrap[role='log']").forEach(follow);
  };

  let reaching = 0;
  const reachSoon = () => { reaching ||= setTimeout(() => { reaching = 0; reach(); }, 100); };
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(reachSoon).observe(document.body, { childList: true, subtree: true });
  });
})();
