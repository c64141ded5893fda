import { MantineProvider } from '@mantine/core';
import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Hint } from './Hint';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function show() {
  render(
    <MantineProvider env="test">
      <Hint label="What it does"><button type="button">Star</button></Hint>
    </MantineProvider>,
  );
  return screen.getByRole('button');
}

const rest = (ms: number) => act(() => vi.advanceTimersByTime(ms));

test('it is there when the pointer rests, and goes with it', () => {
  const button = show();
  expect(screen.queryByText('What it does')).toBeNull();
  fireEvent.pointerEnter(button, { pointerType: 'mouse' });
  rest(399);
  expect(screen.queryByText('What it does')).toBeNull();
  rest(1);
  expect(screen.getByRole('tooltip').textContent).toBe('What it does');
  expect(button).toHaveAccessibleDescription('What it does');
  fireEvent.pointerLeave(button);
  rest(200);
  expect(screen.queryByText('What it does')).toBeNull();
});

test('a pointer that passes by shows nothing, a finger neither', () => {
  const button = show();
  fireEvent.pointerEnter(button, { pointerType: 'mouse' });
  rest(100);
  fireEvent.pointerLeave(button);
  rest(1000);
  expect(screen.queryByText('What it does')).toBeNull();
  fireEvent.pointerEnter(button, { pointerType: 'touch' });
  rest(1000);
  expect(screen.queryByText('What it does')).toBeNull();
});

test('any key, and a press, send it away', () => {
  const button = show();
  for (const away of [() => fireEvent.keyDown(button, { key: 'Escape' }),
    () => fireEvent.pointerDown(button)]) {
    fireEvent.pointerEnter(button, { pointerType: 'mouse' });
    rest(400);
    expect(screen.getByRole('tooltip')).toBeTruthy();
    away();
    rest(200);
    expect(screen.queryByText('What it does')).toBeNull();
  }
});
