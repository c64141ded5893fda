/** The frame of the screens before sign-in: brand, a card, the language switch. */
import './auth.css';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import {
  changeWords, currentLanguage, LANGUAGE_NAMES, LANGUAGES, type Language,
} from '@/shared/i18n';
import { useDocumentTitle } from '@/shared/ui';
import logo from '@/shared/ui/logo.svg';

interface Props {
  title: string;
  text?: string;
  wide?: boolean;
  onLanguage?: (language: Language) => void;
  children: ReactNode;
}

export function AuthFrame({ title, text, wide, onLanguage, children }: Props) {
  const { t } = useTranslation();
  useDocumentTitle(title);
  const choose = (language: Language) => {
    void changeWords(language);
    onLanguage?.(language);
  };
  return (
    <main className="auth">
      <div className="auth-brand"><img src={logo} alt="" />Rapport</div>
      <div className={wide ? 'auth-card wide' : 'auth-card'}>
        <h1>{title}</h1>
        {text && <p>{text}</p>}
        {children}
      </div>
      <div className="auth-languages" role="group" aria-label={t('language')}>
        {LANGUAGES.map((language) => (
          <button key={language} type="button" className="auth-language" lang={language}
            aria-pressed={currentLanguage() === language} onClick={() => choose(language)}>
            {LANGUAGE_NAMES[language]}
          </button>
        ))}
      </div>
    </main>
  );
}
