/** Only what is harmless is shown inside the page. */
import { expect, it } from 'vitest';
import { previewKind } from './preview_kind';

it('knows what a browser can show', () => {
  expect(['image/png', 'application/pdf', 'text/plain; charset=utf-8', 'audio/mpeg', 'video/mp4']
    .map(previewKind)).toEqual(['image', 'pdf', 'text', 'audio', 'video']);
});

it('shows nothing that could act', () => {
  for (const type of ['text/html', 'image/svg+xml', 'application/xhtml+xml', '', null]) {
    expect(previewKind(type), String(type)).toBeUndefined();
  }
});
