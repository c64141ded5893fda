/** Runs the work once the page has had nothing to do for a while; returns what calls it off. */
export function whenIdle(work: () => void): () => void {
  let request = 0;
  // Not in the first pause: the screen's own answers are still on their way.
  const timer = setTimeout(() => {
    // Safari has none.
    if (typeof requestIdleCallback === 'undefined') work();
    else request = requestIdleCallback(work, { timeout: 1_000 });
  }, 500);
  return () => {
    clearTimeout(timer);
    if (request) cancelIdleCallback(request);
  };
}
