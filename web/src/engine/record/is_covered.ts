/** Is a dialog open over the one that the record is shown in? Keys are meant for that one then. */
export const isCovered = () =>
  document.querySelectorAll('[role="dialog"][aria-modal="true"], [role="menu"]').length > 1;
