const open = () =>
  document.querySelectorAll('[role="dialog"][aria-modal="true"], [role="menu"]').length;

/**
 * Is a dialog open over the one that the record is shown in? Keys are meant for that one then.
 * `beneath`: how many there are below it.
 */
export const isCovered = (beneath = 0) => open() > beneath + 1;
