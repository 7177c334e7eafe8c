// The worker that keeps the site for reading offline; it is there only where a reader has asked for it. The build puts
// the files with their hashes in the place of FILES. While there is a network, it is asked first.
const FILES = {};
const NAME = "site-VERSION";
const LIST = "offline-list"; // in each cache: the hashes of what it holds
const PATIENCE = 4000; // milliseconds until a page that does not come is taken from the cache
const AT_ONCE = 6;

const own = (name) => name.startsWith("site-");
const address = (path) => new URL(path, registration.scope).href;

const tell = async (message) => {
  for (const client of await clients.matchAll({ includeUncontrolled: true })) client.postMessage({ offline: message });
};

/** What an older edition holds of files that are the same, as functions that find it. */
const kept = async () => {
  const found = {};
  for (const name of (await caches.keys()).filter(own)) {
    const cache = await caches.open(name);
    const list = await (await cache.match(address(LIST)))?.json();
    for (const [path, hash] of Object.entries(list ?? {})) {
      if (FILES[path] === hash) found[path] = () => cache.match(address(path));
    }
  }
  return found;
};

const fill = async () => {
  const [cache, old] = [await caches.open(NAME), await kept()];
  const paths = Object.keys(FILES);
  for (let start = 0; start < paths.length; start += AT_ONCE) {
    await Promise.all(paths.slice(start, start + AT_ONCE).map(async (path) => {
      const answer = (await old[path]?.()) ?? (await fetch(address(path), { cache: "no-cache" }));
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
      await cache.put(address(path), answer);
    }));
    await tell({ done: Math.min(start + AT_ONCE, paths.length), all: paths.length });
  }
  await cache.put(address(LIST), new Response(JSON.stringify(FILES)));
};

addEventListener("install", (event) => {
  const filled = fill().then(() => skipWaiting(), async (error) => {
    await caches.delete(NAME); // half an edition is none
    await tell({ failed: error.name === "QuotaExceededError" ? "There is not enough space." : "Not everything could be fetched." });
    throw error;
  });
  event.waitUntil(filled);
});

addEventListener("activate", (event) => {
  const change = async () => {
    const old = (await caches.keys()).filter((name) => own(name) && name !== NAME);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
    await tell({ ready: true, updated: old.length > 0 });
  };
  event.waitUntil(change());
});

const stored = async (request) => (await caches.open(NAME)).match(request, { ignoreSearch: true });

const answer = async (request) => {
  const asked = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE)).then(() => stored(request));
  try {
    return (await Promise.race([asked, late])) ?? (await asked);
  } catch {
    return (await stored(request)) ?? (request.mode === "navigate" ? stored(address("404.html")) : Response.error());
  }
};

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(registration.scope)) event.respondWith(answer(request));
});
