/** Starts the application: words first, then the session, metadata and screens by the router. */
import './styles';
import { MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import i18next from 'i18next';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import {
  keys, metadataQuery, onSignedOut, queryClient, sessionQuery, setRequestLanguage,
} from '@/shared/api';
import { currentLanguage, initialLanguage, startWords, type Language } from '@/shared/i18n';
import { startHotkeys } from '@/shared/hotkeys';
import { router } from './router';
import { beginScreen } from './screens';
import { applyPreferences } from '@/shared/lib/preferences';
import { cssVariables, theme } from './theme';

const NoticeHost = lazy(() => import('@/shared/ui/NoticeHost'));

/** What every screen needs is on its way while words and scripts are; the router waits for it. */
async function readAhead(language: Language) {
  await queryClient.prefetchQuery(sessionQuery);
  // Else the words are on their way too, and requests are still made in the other language.
  if (queryClient.getQueryData(sessionQuery.queryKey)?.user.language === language)
    await queryClient.prefetchQuery(metadataQuery(language));
}

// Not awaited by the module itself: the screen's scripts wait for this module.
async function start() {
  const words = startWords(beginScreen(location.pathname));
  const language = initialLanguage();
  setRequestLanguage(language);
  void readAhead(language);
  await words;
  i18next.on('languageChanged', () => setRequestLanguage(currentLanguage()));
  applyPreferences();
  startHotkeys();

  onSignedOut(() => {
    queryClient.setQueryData(keys.session, null);
    const { pathname, href } = router.state.location;
    if (pathname !== '/sign-in') void router.navigate({ to: '/sign-in', search: { next: href } });
  });

  // The first picture is the screen itself. A fallback before it would stay for a while, even when
  // what it stands for is there at once: React lets nothing flicker by within 300 ms.
  await router.load();

  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
        <QueryClientProvider client={queryClient}>
          <Suspense>
            <RouterProvider router={router} />
          </Suspense>
          <Suspense><NoticeHost /></Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

// Not within this module: for each request the browser notes the lines of the code that led to it,
// and to find them it would read this whole script again, were it still being evaluated.
queueMicrotask(() => void start());
