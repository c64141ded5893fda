/**
 * A time of day, written as the product writes it everywhere. The browser's own box would follow
 * the language of the browser, with AM and PM for who reads Russian.
 */
import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { parseTime } from '@/shared/i18n/parse';

interface Props {
  /** "09:30"; empty: none. */
  value: string;
  label: string;
  error?: boolean;
  disabled?: boolean;
  onChange: (time: string) => void;
}

export function TimeControl({ value, label, error, disabled, onChange }: Props) {
  const [typed, setTyped] = useState<string>();
  const settle = () => {
    const time = parseTime(typed ?? '');
    if (time && time !== value) onChange(time);
    setTyped(undefined);
  };
  return (
    <TextInput
      w={76}
      className="num"
      value={typed ?? value}
      placeholder="00:00"
      maxLength={8}
      inputMode="numeric"
      autoComplete="off"
      error={error}
      disabled={disabled}
      aria-label={label}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        // A whole time counts at once, for who saves without leaving the box.
        const time = /^\d{1,2}[:.]\d{2}$/.test(text) ? parseTime(text) : undefined;
        if (time) onChange(time);
      }}
      onBlur={settle}
      onKeyDown={(event) => {
        if (event.code === 'Enter' || event.code === 'NumpadEnter') settle();
      }}
    />
  );
}
