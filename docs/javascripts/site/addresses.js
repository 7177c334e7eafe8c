// A copy on a disk has no server that shows a folder's index.html, so its links name that file.

if (location.protocol === "file:") {
  for (const link of document.querySelectorAll("a[href], link[rel=prev], link[rel=next]")) {
    const address = new URL(link.href);
    if (address.protocol !== "file:" || !/(^|\/)[^./]*$/.test(address.pathname)) continue;
    address.pathname = `${address.pathname.replace(/\/$/, "")}/index.html`;
    link.href = address.href;
  }
}
