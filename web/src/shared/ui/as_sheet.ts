/**
 * What a menu or a floating panel is told, so that on a phone it comes from below over a shaded
 * page and on a desk stays at its place. The looks are in ui.css: `sheet-panel`, `sheet-shade`.
 */
export const asSheet = {
  withOverlay: true,
  overlayProps: { className: 'sheet-shade' },
  // Not at the touch itself: what closed already would let the tap through to what lies under it.
  clickOutsideEvents: ['mousedown', 'keydown'],
};
