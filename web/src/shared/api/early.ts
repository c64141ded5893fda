/**
 * Requests that an address makes when it is opened, remembered so that public/first.js can send
 * them at once the next time, while the scripts are still starting.
 */

interface Early { language: string; answers: Map<string, Promise<Response>> }
declare global {
  interface Window { rapportEarly?: Early }
}

interface Known { address: string; language: string; urls: string[] }

const KEY = 'rapport.early';
const ADDRESSES = 20;
const URLS = 12;
/** Milliseconds after the page began: what is asked for later is no part of its opening. */
const OPENING = 4_000;

const address = location.pathname + location.search;
const asked = new Set<string>();
let saving: ReturnType<typeof setTimeout> | undefined;

const read = (): Known[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Known[];
  } catch {
    return [];
  }
};

function save(language: string) {
  const others = read().filter((known) => known.address !== address);
  const all = [{ address, language, urls: [...asked].slice(0, URLS) }, ...others];
  try {
    localStorage.setItem(KEY, JSON.stringify(all.slice(0, ADDRESSES)));
  } catch {
    // Full or forbidden: nothing is early then.
  }
}

/** The answer to this GET when it has been asked for early; each is given once. */
export function takeEarly(url: string, language: string): Promise<Response> | undefined {
  if (performance.now() > OPENING) return undefined;
  // What a person has already clicked for belongs to another address; and what he has done since,
  // be it that he signed in or saved, an earlier answer does not know.
  const acted = navigator.userActivation?.hasBeenActive;
  if (!acted) asked.add(url);
  clearTimeout(saving);
  saving = setTimeout(() => save(language), 1_000);
  const early = window.rapportEarly;
  if (acted || early?.language !== language) return undefined;
  const answer = early.answers.get(url);
  early.answers.delete(url);
  return answer;
}

/** Lets go of what nobody has taken: an answer that is not read stays on its way for ever. */
export function dropUntaken() {
  for (const answer of window.rapportEarly?.answers.values() ?? [])
    answer.then(({ body }) => body?.cancel()).catch(() => {});
  window.rapportEarly?.answers.clear();
}

setTimeout(dropUntaken, OPENING);

/** Addresses may hold what was searched for: nothing of it stays when the person signs out. */
export function forgetEarly() {
  clearTimeout(saving);
  asked.clear();
  delete window.rapportEarly;
  localStorage.removeItem(KEY);
}
