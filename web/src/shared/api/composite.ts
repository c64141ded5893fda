/**
 * Small reads that begin in the same moment travel as one request: a browser spends several
 * milliseconds on each, and the page of a record asks some twenty.
 */
import { ApiError, type Problem } from './error';

interface Answer { status: number; body: unknown }
interface Waiting {
  path: string;
  alone: () => Promise<unknown>;
  resolve: (body: unknown) => void;
  reject: (reason: unknown) => void;
}
type Send = (paths: string[]) => Promise<{ answers: Answer[] }>;

/** The server refuses more in one request. */
const MOST = 40;

/** Collects reads. `send` asks the server for several paths at once. */
export class Composite {
  private waiting: Waiting[] = [];
  constructor(private readonly send: Send) {}

  /** The answer to a GET of `path` with its query; `alone` asks for it when nothing else is. */
  read<T>(path: string, alone: () => Promise<T>): Promise<T> {
    // What is asked from here until the running script comes to its end goes together.
    if (this.waiting.length === 0) queueMicrotask(() => this.flush());
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ path, alone, resolve: resolve as (body: unknown) => void, reject });
    });
  }

  private flush() {
    const all = this.waiting;
    this.waiting = [];
    for (let at = 0; at < all.length; at += MOST) {
      const part = all.slice(at, at + MOST);
      const [first] = part;
      if (part.length === 1) first!.alone().then(first!.resolve, first!.reject);
      else void this.ask(part);
    }
  }

  private async ask(part: Waiting[]) {
    try {
      const { answers } = await this.send(part.map(({ path }) => path));
      part.forEach(({ resolve, reject }, index) => {
        const { status, body } = answers[index]!;
        if (status < 400) resolve(body);
        else reject(new ApiError(status, body as Problem));
      });
    } catch (error) {
      for (const { reject } of part) reject(error);
    }
  }
}
