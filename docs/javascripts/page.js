// With instant navigation the theme exchanges the content of a page and keeps its scripts: `onPage` does its work on the
// first page and again after each exchange.
export const onPage = (work) => {
  if (globalThis.document$) document$.subscribe(() => work());
  else work();
};
