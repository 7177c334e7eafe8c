/** Whether keys write into an element or choose in it, so that none of them can be a command of the page. */
export const isField = (element) =>
  element.matches?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") ?? false;
