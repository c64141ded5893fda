/** On paper alone: where the page is from and when it was printed. */
import { formatInstant } from '@/shared/i18n/format';
import { usePrinting } from '@/shared/lib/use_printing';

export function PrintNote() {
  const printing = usePrinting();
  return printing && (
    <p className="print-where" aria-hidden>
      {window.location.href} · {formatInstant(new Date().toISOString())}
    </p>
  );
}
