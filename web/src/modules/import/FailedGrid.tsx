/** The rows that failed as a sheet; cells can be written over. */
import { useTranslation } from 'react-i18next';

const SHOWN = 200;

// The column that a file of failed rows has more; an import passes it over.
const REASON = 'import_error';

interface Props {
  /** Head and rows of the file of failed rows; one column says what is wrong. */
  table: string[][];
  mended: { [row: number]: string[] };
  onMend?: (mended: { [row: number]: string[] }) => void;
}

export function FailedGrid({ table, mended, onMend }: Props) {
  const { t } = useTranslation('import');
  const [head = [], ...rows] = table;
  const wrong = head.indexOf(REASON);
  const order = [...(wrong >= 0 ? [wrong] : []), ...[...head.keys()].filter((at) => at !== wrong)];
  const put = (row: number, column: number, text: string) =>
    onMend?.({ ...mended, [row]: (mended[row] ?? rows[row] ?? []).with(column, text) });
  return (
    <div className="import-grid" tabIndex={0} role="region" aria-label={t('failed.title')}>
      <table>
        <thead>
          <tr>
            {order.map((column) => (
              <th key={column} scope="col">
                {column === wrong ? t('failed.reason') : head[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, SHOWN).map((row, index) => (
            <tr key={index} data-mended={mended[index] ? true : undefined}>
              {order.map((column) => (
                <td key={column} data-wrong={column === wrong || undefined}>
                  {column === wrong || !onMend ? (row[column] ?? '') : (
                    <input
                      value={mended[index]?.[column] ?? row[column] ?? ''}
                      aria-label={`${head[column]}, ${index + 1}`}
                      onChange={(event) => put(index, column, event.currentTarget.value)}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > SHOWN && (
        <p className="muted import-grid-more">{t('failed.more', { count: rows.length - SHOWN })}</p>
      )}
    </div>
  );
}
