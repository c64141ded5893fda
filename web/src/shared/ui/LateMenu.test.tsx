import { MantineProvider, Menu } from '@mantine/core';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { LateMenu } from './LateMenu';

function show(act = vi.fn()) {
  render(
    <MantineProvider env="test">
      <LateMenu button={<button type="button">More</button>}>
        <Menu.Item onClick={act}>Print</Menu.Item>
      </LateMenu>
    </MantineProvider>,
  );
  return { act, button: screen.getByRole('button', { name: 'More' }) };
}

test('before it is opened there is the button alone, which says that it has a menu', () => {
  const { button } = show();
  expect(button.getAttribute('aria-haspopup')).toBe('menu');
  expect(button.getAttribute('aria-expanded')).toBe('false');
  expect(screen.queryByRole('menu', { hidden: true })).toBeNull();
});

test('it opens at the first click, acts, closes, and gives the focus back', async () => {
  const user = userEvent.setup();
  const { act, button } = show();
  for (const times of [1, 2]) {
    await user.click(button);
    expect(button.getAttribute('aria-expanded')).toBe('true');
    const menu = screen.getByRole('menu');
    expect(menu.getAttribute('aria-labelledby')).toBe(button.id);
    expect(button.getAttribute('aria-controls')).toBe(menu.id);
    await user.click(screen.getByRole('menuitem', { name: 'Print' }));
    expect(act).toHaveBeenCalledTimes(times);
    expect(button.getAttribute('aria-expanded')).toBe('false');
    await waitFor(() => expect(document.activeElement).toBe(button));
  }
});

test('Esc and a click on the button close it', async () => {
  const user = userEvent.setup();
  const { button } = show();
  await user.click(button);
  await user.keyboard('{Escape}');
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
  await user.click(button);
  expect(screen.getByRole('menu')).toBeTruthy();
  await user.click(button);
  await waitFor(() => expect(screen.queryByRole('menu')).toBeNull());
});
