// The theme asks for the index of the search, which is as heavy as the page, whether or not anyone searches. Its request is
// held back until somebody is about to: points at the search, gives it the focus, or follows a link with words to find
// (?q=…) or to highlight (?h=…).
(() => {
  const { open, send } = XMLHttpRequest.prototype;
  const wanted = new Promise((resolve) => {
    const isSearch = (event) => event.target.closest?.(".md-search, [for=__search], .search-entry");
    for (const sign of ["focusin", "pointerover", "touchstart"]) {
      document.addEventListener(sign, (event) => isSearch(event) && resolve(), { passive: true });
    }
    if (/[?&][qh]=/.test(location.search)) resolve();
  });
  const held = new WeakSet();
  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    if (String(address).endsWith("/search/search_index.json")) held.add(this);
    open.call(this, method, address, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (held.has(this)) wanted.then(() => send.call(this, body));
    else send.call(this, body);
  };
})();
