/** Less than a person takes for a delay. */
export const UNNOTICED_MS = 100;

/** Ends with the work, whatever becomes of it, but after so many milliseconds at the latest. */
export const soon = (work: Promise<unknown>, ms = UNNOTICED_MS): Promise<void> => {
  const late = new Promise<void>((done) => { setTimeout(done, ms); });
  return Promise.race([work.then(() => {}, () => {}), late]);
};
