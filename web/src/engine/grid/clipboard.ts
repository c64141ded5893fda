/** Cells as text of the clipboard, the way spreadsheets write and read it. */

/** Rows of cells; a last empty line is no row. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  const end = () => {
    rows.at(-1)!.push(cell);
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const letter = text[i]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (letter === '"' && cell === '') quoted = true;
    else if (letter === '\t') end();
    else if (letter === '\n') {
      end();
      rows.push([]);
    } else if (letter !== '\r') cell += letter;
  }
  if (cell !== '' || rows.at(-1)!.length > 0) end();
  else rows.pop();
  return rows;
}

const quote = (cell: string) =>
  (/[\t\n"]/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);

export const writeCells = (rows: string[][]): string =>
  rows.map((row) => row.map(quote).join('\t')).join('\n');
