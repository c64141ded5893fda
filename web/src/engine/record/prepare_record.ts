/** What the page of a record shows first, read before the page is asked for. */

export interface Place {
  entity: string;
  id: string;
}

type Read = (entity: string, id: string) => Promise<unknown>;
let read: Read | undefined;

/** The page's own scripts tell how, once they are there. */
export function onPrepare(how: Read) {
  read = how;
}

/**
 * For a record that is about to be opened, or likely to be. Asked at once: what was imported only
 * now would come after the page has been drawn. Ends when it is read; none: nothing is.
 */
export const prepareRecord = ({ entity, id }: Place) => read?.(entity, id);
