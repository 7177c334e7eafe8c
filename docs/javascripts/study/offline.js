// The site for reading offline, if the reader asks for it: fetched once by a worker, updated when it changes.
import { button, element } from "./elements.js";

const caches = () => globalThis.caches.keys().then((names) => names.filter((name) => name.startsWith("site-")));

/** Fill the place with what can be done. */
export const offline = async (place, root) => {
  if (!navigator.serviceWorker || !root.protocol.startsWith("http")) return; // the text that stands there will do
  const said = element("p", { role: "status" });
  const bar = element("progress", { "aria-label": "Stored", max: "1", value: "0", hidden: "" });
  const say = (words) => {
    said.textContent = words;
    bar.hidden = true;
  };
  const worker = await navigator.serviceWorker.getRegistration(root);
  const store = button("Keep the site for reading offline", async () => {
    store.disabled = true;
    said.textContent = "Fetching all pages …";
    bar.hidden = false;
    await navigator.serviceWorker.register(new URL("sw.js", root), { scope: root.pathname }).catch(() => {
      say("This browser or this copy of the site cannot keep it.");
      store.disabled = false;
    });
  });
  const remove = button("Remove it", async () => {
    await (await navigator.serviceWorker.getRegistration(root))?.unregister();
    for (const name of await caches()) await globalThis.caches.delete(name);
    show(false);
    say("Removed.");
  });
  const show = (there) => {
    // Who keeps the site can install it, too, where the browser offers that.
    if (there && !document.querySelector("link[rel=manifest]")) document.head.append(element("link", { rel: "manifest", href: new URL("manifest.webmanifest", root).href }));
    [store.hidden, remove.hidden, store.disabled] = [there, !there, false];
  };
  navigator.serviceWorker.addEventListener("message", ({ data: { offline: news } }) => {
    if (!news) return;
    if (news.all) [bar.max, bar.value] = [news.all, news.done];
    if (news.ready) {
      show(true);
      say(news.updated ? "A newer edition of the site is kept now." : "All pages are kept. They open without a network.");
    }
    if (news.failed) {
      show(false);
      say(`Nothing is kept: ${news.failed}`);
    }
  });
  show(Boolean(worker?.active));
  place.replaceChildren(element("p", { class: "self-test-keeping" }, store, remove), bar, said);
};
