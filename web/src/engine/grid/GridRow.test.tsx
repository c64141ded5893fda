/** A row stands where the table says: rows are absolute, and without a place they lie in a heap. */
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import type { Entity, Metadata } from '@/shared/api';
import { GridRow } from './GridRow';

it('stands at its own place in the table', () => {
  const field = { name: 'name', label: 'Название', type: 'text' };
  render(
    <MantineProvider env="test">
      <GridRow entity={{ name: 'deals' } as Entity} metadata={{} as Metadata}
        record={{ id: '1', name: 'Насосы' }} index={10} top={360} fixed={1} from={1} to={1}
        active={-1} left={-1} right={-1} menuLabel=""
        columns={[{ path: 'name', label: 'Название', field, width: 280 } as never]}
        selected={false} />
    </MantineProvider>,
  );
  expect(screen.getByRole('row')).toHaveStyle({ top: '360px' });
});
