/**
 * Requests that an address makes when it is opened, and the scripts it needs, remembered so that
 * public/first.js can ask for them at once the next time, while the first script is still starting.
 */

interface Early { language: string; answers: Map<string, Promise<Response>> }
declare global {
  interface Window { rapportEarly?: Early }
}

interface Known {
  address: string;
  language: string;
  urls: string[];
  /** The first script; of another version the others have other names. */
  entry: string | null;
  scripts: string[];
}

const KEY = 'rapport.early';
const ADDRESSES = 20;
const URLS = 12;
const SCRIPTS = 24;
/** Milliseconds after the page began: what is asked for later is no part of its opening. */
const OPENING = 4_000;

const address = location.pathname + location.search;
const asked = new Set<string>();
let askedAt = 0;
let saving: ReturnType<typeof setTimeout> | undefined;

// Not navigator.userActivation: a program that drives the browser sets that too, without an act.
let acted = false;
for (const act of ['pointerdown', 'keydown'])
  addEventListener(act, () => { acted = true; }, { capture: true, once: true });

/** Scripts that were fetched before the last of the requests. */
function scriptsSeen(): string[] {
  const paths = performance.getEntriesByType('resource')
    .filter(({ startTime }) => startTime <= askedAt)
    .map(({ name }) => new URL(name).pathname);
  return [...new Set(paths)].filter((path) => /^\/assets\/.*\.js$/.test(path)).slice(0, SCRIPTS);
}

const read = (): Known[] => {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '[]') as Known[];
  } catch {
    return [];
  }
};

function save(language: string) {
  const others = read().filter((known) => known.address !== address);
  const entry = document.querySelector('script[type="module"]')?.getAttribute('src') ?? null;
  const scripts = scriptsSeen().filter((path) => path !== entry);
  const all = [
    { address, language, urls: [...asked].slice(0, URLS), entry, scripts }, ...others,
  ];
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
  if (acted) return undefined;
  asked.add(url);
  askedAt = performance.now();
  clearTimeout(saving);
  saving = setTimeout(() => save(language), 1_000);
  const early = window.rapportEarly;
  if (early?.language !== language) return undefined;
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
