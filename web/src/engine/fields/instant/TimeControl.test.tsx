/** A time is typed as people write it, and what is none leaves the box as it was. */
import { MantineProvider } from '@mantine/core';
import { fireEvent, render, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { TimeControl } from './TimeControl';

function show() {
  const onChange = vi.fn();
  render(
    <MantineProvider env="test">
      <TimeControl value="09:00" label="time" onChange={onChange} />
    </MantineProvider>,
  );
  return { box: screen.getByLabelText<HTMLInputElement>('time'), onChange };
}

it('writes the hours without AM and PM, in any browser', () => {
  const { box } = show();
  expect(box.type).toBe('text');
  expect(box.value).toBe('09:00');
});

it('takes a short time when it is left', () => {
  const { box, onChange } = show();
  fireEvent.change(box, { target: { value: '14' } });
  expect(onChange).not.toHaveBeenCalled();
  fireEvent.blur(box);
  expect(onChange).toHaveBeenCalledExactlyOnceWith('14:00');
});

it('takes a whole one at once, for who saves without leaving', () => {
  const { box, onChange } = show();
  fireEvent.change(box, { target: { value: '9.30' } });
  expect(onChange).toHaveBeenCalledExactlyOnceWith('09:30');
});

it('puts back what is no time', () => {
  const { box, onChange } = show();
  fireEvent.change(box, { target: { value: 'noon' } });
  fireEvent.blur(box);
  expect(onChange).not.toHaveBeenCalled();
  expect(box.value).toBe('09:00');
});
