/**
 * A component whose script and words are fetched when it is first shown, or earlier by preload().
 * Unlike React.lazy it is there in the very render that asks for it once they are: React shows what
 * a Suspense boundary waited for no sooner than 300 ms after its fallback, even if it came at once.
 */
import i18next from 'i18next';
import { useEffect, useState, type ComponentType } from 'react';

type Load<P> = () => Promise<{ default: ComponentType<P> }>;

export type Loadable<P> = ComponentType<P> & {
  /** Fetches the script; a failure is met again, and shown, when the component is. */
  preload: () => Promise<void>;
};

interface Options {
  /** Namespaces of words that it shows. */
  words?: string[];
  /** Stands for the component until it has come. */
  Waiting?: ComponentType;
}

export function loadable<P extends object>(
  load: Load<P>, { words = [], Waiting }: Options = {},
): Loadable<P> {
  let loaded: ComponentType<P> | undefined;
  let coming: Promise<void> | undefined;
  const fetchScript = () => {
    coming ??= Promise.all([load(), i18next.loadNamespaces(words)]).then(
      ([module]) => { loaded = module.default; },
      (error: unknown) => {
        coming = undefined;  // asked for again the next time
        throw error;
      });
    return coming;
  };
  function Component(props: P) {
    const [state, setState] = useState<{ error?: unknown }>({});
    const waits = loaded === undefined;
    useEffect(() => {
      if (!waits) return undefined;
      let shown = true;
      fetchScript().then(
        () => shown && setState({}), (error: unknown) => shown && setState({ error }));
      return () => { shown = false; };
    }, [waits]);
    if (state.error) throw state.error as Error;
    const Loaded = loaded;
    if (Loaded) return <Loaded {...props} />;
    return Waiting ? <Waiting /> : null;
  }
  return Object.assign(Component, { preload: () => fetchScript().catch(() => {}) });
}
