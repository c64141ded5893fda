/** Ends with the work, whatever becomes of it, but after so many milliseconds at the latest. */
export const soon = (work: Promise<unknown>, ms: number): Promise<void> => {
  const late = new Promise<void>((done) => { setTimeout(done, ms); });
  return Promise.race([work.then(() => {}, () => {}), late]);
};
