/** Rows as a CSV file that spreadsheets open without being fooled. */
import { currentLanguage } from '@/shared/i18n';

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it; numbers, among
 * them phones in the international form, stay as they are.
 */
export function guardFormula(text: string): string {
  const formula = /^[=@\t\r\uff1d\uff20]|^[+\-\uff0b\uff0d]/.test(text);
  return formula && !/^[+-]?[\d\s().,-]+%?$/.test(text) ? `'${text}` : text;
}

export function csvLine(cells: string[], separator: string): string {
  const special = new RegExp(`["\\r\\n${separator}]`);
  return cells.map((cell) => {
    const text = guardFormula(cell);
    return special.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }).join(separator);
}

/** Spreadsheets of Russian and Uzbek systems divide by semicolons, for the comma is in numbers. */
const separator = () => (currentLanguage() === 'en' ? ',' : ';');

/** Hands the rows to the browser as a file for spreadsheets; the first row is the head. */
export function saveCsv(name: string, rows: string[][]) {
  const lines = rows.map((cells) => csvLine(cells, separator()));
  const blob = new Blob(['\ufeff', lines.join('\r\n'), '\r\n'], { type: 'text/csv;charset=utf-8' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
