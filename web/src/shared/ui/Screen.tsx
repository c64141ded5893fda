/** The frame of a screen inside the shell: title bar with actions, and a body that scrolls. */
import { useEffect, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Beside the title: a count, a hint. */
  aside?: ReactNode;
  actions?: ReactNode;
  /** A column of text width in the middle, for forms and settings. */
  narrow?: boolean;
  children: ReactNode;
}

export function Screen({ title, aside, actions, narrow, children }: Props) {
  useDocumentTitle(title);
  return (
    <section className="screen">
      <header className="screen-bar">
        <h1 className="screen-title clip">{title}</h1>
        {aside && <span className="screen-aside muted clip">{aside}</span>}
        {actions && <div className="screen-actions">{actions}</div>}
      </header>
      <div className="screen-body">
        {narrow ? <div className="screen-narrow">{children}</div> : children}
      </div>
    </section>
  );
}

export function useDocumentTitle(title: string) {
  useEffect(() => {
    document.title = title ? `${title} · Rapport` : 'Rapport';
  }, [title]);
}
