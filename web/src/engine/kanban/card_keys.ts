/** Where an arrow leads from a card. Cards are found in the page, for only those in sight exist. */
export const cardsOf = (column: Element | null | undefined) =>
  [...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? [])].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  );

export const columnOf = (card: Element | null) => card?.closest('[data-column]') ?? null;

function beside(card: HTMLElement, step: 'previousElementSibling' | 'nextElementSibling') {
  const top = card.getBoundingClientRect().top;
  let column = columnOf(card)?.[step];
  while (column && cardsOf(column).length === 0) column = column[step];
  // The card that stands at about the same height.
  return cardsOf(column).sort(
    (a, b) =>
      Math.abs(a.getBoundingClientRect().top - top) - Math.abs(b.getBoundingClientRect().top - top),
  )[0];
}

export function cardAfter(code: string, card: HTMLElement): HTMLElement | undefined {
  const cards = cardsOf(columnOf(card));
  const at = cards.indexOf(card);
  switch (code) {
    case 'ArrowDown':
    case 'KeyJ':
      return cards[at + 1];
    case 'ArrowUp':
    case 'KeyK':
      return cards[at - 1];
    case 'ArrowLeft':
      return beside(card, 'previousElementSibling');
    case 'ArrowRight':
      return beside(card, 'nextElementSibling');
    case 'Home':
      return cards[0];
    case 'End':
      return cards.at(-1);
    default:
      return undefined;
  }
}
