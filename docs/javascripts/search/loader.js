// On every page, and small: waits until someone is about to search, then fetches code, index and styles of the search
// (assets/search). A classic script, so that it also works in copies opened from a disk, where modules do not.
(() => {
  const root = new URL("..", document.currentScript.src);
  const version = document.currentScript.dataset.version ?? "";
  // Runs as soon as it is there, so that no key is lost; the rest waits for the page and the scripts of the theme.
  const whole = new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
    else resolve();
  });
  const once = (tag, attributes) =>
    new Promise((resolve, reject) => {
      const element = Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject });
      document.body.append(element); // the theme exchanges the head when it changes the page
    });
  // A request that was lost on the way is made once more.
  const fetched = (tag, attributes) => once(tag, attributes).catch(() => once(tag, attributes));
  let ready;
  const search = () =>
    (ready ??= whole.then(() => Promise.all([
      fetched("script", { src: new URL(`assets/search/index.js${version}`, root) }),
      fetched("script", { src: new URL(`assets/search/search.js${version}`, root) }),
      fetched("link", { rel: "stylesheet", href: new URL(`assets/search/search.css${version}`, root) }),
    ])).then(
      () => globalThis.siteSearch.start(root),
      () => (ready = undefined), // offline: the next attempt asks again
    ));

  // What is typed while the code is on its way is not lost.
  let early = null;
  const open = async () => {
    early ??= "";
    const ways = document.querySelectorAll("[data-search-open]");
    for (const way of ways) way.setAttribute("aria-busy", "true");
    const found = await search();
    for (const way of ways) way.removeAttribute("aria-busy");
    const typed = early ?? "";
    early = null;
    found?.open(typed);
  };

  const isField = (element) => element.matches?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const asked = (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !isField(event.target)) || (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey));
    if (asked) {
      event.preventDefault();
      open();
    } else if (early !== null && event.key.length === 1 && !event.ctrlKey && !event.metaKey) early += event.key;
  });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-search-open]") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation(); // the theme follows links by itself
    open();
  }, { capture: true });

  // About to search: points at the button or the field, or gives it the focus.
  const isNear = (event) => event.target.closest?.("[data-search-open], [data-search-field]");
  for (const sign of ["pointerover", "touchstart", "focusin"]) {
    document.addEventListener(sign, (event) => isNear(event) && search(), { passive: true });
  }
  // A field of the page is of use only where scripts run.
  const prepare = () => {
    for (const field of document.querySelectorAll("[data-search-field]")) field.hidden = false;
    if (new URLSearchParams(location.search).get("q")) search();
  };
  whole.then(() => (globalThis.document$ ? document$.subscribe(prepare) : prepare()));
  addEventListener("popstate", prepare);
})();
