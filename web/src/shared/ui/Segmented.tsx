/**
 * One of a few, all in sight. Mantine's own measures where its moving mark lies, which makes the
 * browser lay out the page while it is being drawn; here the mark is the chosen label's colour.
 */
import { useId, type ReactNode } from 'react';

interface Props<T extends string> {
  value: T | undefined;
  data: readonly { value: T; label: ReactNode }[];
  onChange: (value: T) => void;
  size?: 'xs';
  fullWidth?: boolean;
  vertical?: boolean;
  'aria-label'?: string;
}

export function Segmented<T extends string>(props: Props<T>) {
  const { value, data, onChange, size, fullWidth, vertical } = props;
  const name = useId();
  const classes = ['segmented', size, fullWidth && 'full', vertical && 'vertical'];
  return (
    <div className={classes.filter(Boolean).join(' ')} role="radiogroup"
      aria-label={props['aria-label']}>
      {data.map((each) => (
        <div key={each.value} className="segment">
          <input type="radio" id={name + each.value} name={name} value={each.value}
            checked={each.value === value} onChange={() => onChange(each.value)} />
          <label htmlFor={name + each.value}>{each.label}</label>
        </div>
      ))}
    </div>
  );
}
