/** A view looks other than it was saved when a width or a sum differs. */
import { describe, expect, it } from 'vitest';
import { looksOther } from './widths';

const saved = { widths: { name: 300 }, sums: ['sum:amount', 'avg:amount'] };

describe('looksOther', () => {
  it('is false for what was saved', () => {
    expect(looksOther(saved, undefined, undefined)).toBe(false);
    expect(looksOther(saved, { name: 300 }, ['avg:amount', 'sum:amount'])).toBe(false);
    expect(looksOther({}, {}, [])).toBe(false);
  });

  it('is true for another width, be it the only change', () => {
    expect(looksOther(saved, { name: 301 }, undefined)).toBe(true);
    expect(looksOther({}, { amount: 90 }, undefined)).toBe(true);
  });

  it('is true for a sum more or less', () => {
    expect(looksOther(saved, undefined, ['sum:amount'])).toBe(true);
    expect(looksOther({}, undefined, ['sum:amount'])).toBe(true);
  });
});
