// Where a reader keeps the site for reading offline, a tab that stays open is told when a newer edition of it is there.
navigator.serviceWorker?.addEventListener("message", async ({ data: { offline: news } }) => {
  if (!news?.updated) return;
  // The page that found the newer edition has just come from the host, and is the newer one: its time says so.
  const there = (await fetch(location.href, { method: "HEAD", cache: "no-cache" })).headers.get("last-modified");
  if (new Date(there) <= new Date(document.lastModified)) return;
  const said = document.createElement("p");
  said.setAttribute("role", "status");
  said.innerHTML = '<b>There is a newer edition of this page.</b> <a href="">Load it again</a>';
  document.querySelector("article").prepend(said);
});
