// Where the site begins, how its parts are fetched on demand, and what it remembers.

/** The address of the start page: this script lies in `assets/`. */
export const root = new URL("..", document.currentScript.src);

/** When the page is whole. This script may run earlier: it is loaded beside the page. */
export const whole = new Promise((resolve) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve);
  else resolve();
});

const once = (tag, attributes) =>
  new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement(tag), attributes, { onload: resolve, onerror: reject }));
  });

/** Adds an element that loads something, such as a script, and waits for it; what is lost on the way is asked for again. */
export const fetched = (tag, attributes) => once(tag, attributes).catch(() => once(tag, attributes));

/** Fetches a script of the site: a classic one, which also runs in copies opened from a disk. */
export const load = (path) => fetched("script", { src: new URL(path, root).href });

/** Keeps a value for the next visit, below the site's own path: a host can have several sites. */
export const keep = (name, value) => {
  try {
    localStorage.setItem(root.pathname + name, value);
  } catch {
    // storage is switched off or full; the choice holds for this page
  }
};

/** What was kept under the name, null if nothing was. */
export const kept = (name) => {
  try {
    return localStorage.getItem(root.pathname + name);
  } catch {
    return null;
  }
};
