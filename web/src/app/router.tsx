/** Every address of the product and the lazily loaded screen behind it. */
import {
  createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect,
} from '@tanstack/react-router';
import {
  isAdministrator, metadataQuery, queryClient, sessionQuery, setupQuery,
} from '@/shared/api';
import { changeWords, isLanguage, loadWords } from '@/shared/i18n';
import { NotFound, ScreenError } from './ScreenError';
import { readListSearch } from '@/engine/list/search_params';
import { Shell } from './shell/Shell';
import { screens } from './screens';

const root = createRootRoute({ notFoundComponent: NotFound });

const nextAfterSignIn = (search: { [name: string]: unknown }): { next?: string } => {
  const { next } = search;
  // Only a path of our own: "//elsewhere" would lead away.
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {};
};

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: (search): { token?: string } =>
    (search.token === undefined ? {} : { token: String(search.token) }),
  beforeLoad: async () => {
    const { needed } = await queryClient.ensureQueryData(setupQuery);
    if (!needed) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('@/modules/session/SetupScreen')),
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: nextAfterSignIn,
  beforeLoad: async ({ search }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (session) throw redirect({ href: search.next ?? '/' });
  },
  component: lazyRouteComponent(() => import('@/modules/session/SignInScreen')),
});

const setPassword = createRoute({
  getParentRoute: () => root,
  path: '/set-password',
  component: lazyRouteComponent(() => import('@/modules/session/SetPasswordScreen')),
});

const arrival = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/arrival',
  component: lazyRouteComponent(() => import('@/modules/session/ArrivalScreen')),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery);
    if (!session) {
      const first = await queryClient.ensureQueryData(setupQuery).catch(() => ({ needed: false }));
      if (first.needed) throw redirect({ to: '/setup' });
      const next = location.href === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { next } });
    }
    if (isLanguage(session.user.language)) await changeWords(session.user.language);
    await queryClient.ensureQueryData(metadataQuery());
  },
  component: Shell,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  loader: () => loadWords(screens.home.words),
  component: lazyRouteComponent(screens.home.load),
});

const calendar = createRoute({
  getParentRoute: () => inside,
  path: '/calendar',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('@/modules/calendar/CalendarScreen')),
});

const list = createRoute({
  getParentRoute: () => inside,
  path: '/o/$entity',
  validateSearch: readListSearch,
  // What changes within a list is read by itself.
  shouldReload: ({ cause }) => cause === 'enter',
  loader: async ({ params, location, cause }) => {
    // Nothing is read for a link that is merely pointed at.
    if (cause === 'preload') return;
    const { prepareList } = await screens.list.load();
    await Promise.all([
      loadWords(screens.list.words), prepareList(params.entity, readListSearch(location.search)),
    ]);
  },
  component: lazyRouteComponent(screens.list.load),
});

const record = createRoute({
  getParentRoute: () => inside,
  path: '/o/$entity/$id',
  validateSearch: (search): { tab?: string } =>
    (typeof search.tab === 'string' ? { tab: search.tab } : {}),
  loader: () => loadWords(screens.record.words),
  component: lazyRouteComponent(screens.record.load),
});

const imports = createRoute({
  getParentRoute: () => inside,
  path: '/import',
  validateSearch: (search): { entity?: string; job?: string } => ({
    ...(typeof search.entity === 'string' && { entity: search.entity }),
    ...(typeof search.job === 'string' && { job: search.job }),
  }),
  component: lazyRouteComponent(() => import('@/modules/import/ImportScreen')),
});

const bin = createRoute({
  getParentRoute: () => inside,
  path: '/bin',
  validateSearch: (search): { entity?: string } =>
    (typeof search.entity === 'string' ? { entity: search.entity } : {}),
  component: lazyRouteComponent(() => import('@/modules/bin/BinScreen')),
});

const duplicates = createRoute({
  getParentRoute: () => inside,
  path: '/duplicates',
  validateSearch: (search): { entity?: string; by?: string } => ({
    ...(typeof search.entity === 'string' && { entity: search.entity }),
    ...(typeof search.by === 'string' && { by: search.by }),
  }),
  component: lazyRouteComponent(() => import('@/modules/duplicates/DuplicatesScreen')),
});

const profile = createRoute({
  getParentRoute: () => inside,
  path: '/profile',
  component: lazyRouteComponent(() => import('@/modules/profile/ProfileScreen')),
});

const docs = createRoute({
  getParentRoute: () => inside,
  path: '/docs',
  component: lazyRouteComponent(() => import('@/modules/api_docs/ApiDocsScreen')),
});

const settings = createRoute({
  getParentRoute: () => inside,
  id: 'settings',
  beforeLoad: () => {
    const session = queryClient.getQueryData(sessionQuery.queryKey);
    if (!session || !isAdministrator(session)) throw redirect({ to: '/' });
  },
});

const users = createRoute({
  getParentRoute: () => settings,
  path: '/settings/users',
  component: lazyRouteComponent(() => import('@/modules/settings/UsersScreen')),
});

const teams = createRoute({
  getParentRoute: () => settings,
  path: '/settings/teams',
  component: lazyRouteComponent(() => import('@/modules/settings/TeamsScreen')),
});

const roles = createRoute({
  getParentRoute: () => settings,
  path: '/settings/roles',
  component: lazyRouteComponent(() => import('@/modules/settings/RolesScreen')),
});

const territories = createRoute({
  getParentRoute: () => settings,
  path: '/settings/territories',
  component: lazyRouteComponent(() => import('@/modules/settings/access/TerritoriesScreen')),
});

const sharing = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sharing',
  component: lazyRouteComponent(() => import('@/modules/settings/access/SharingScreen')),
});

const webhooks = createRoute({
  getParentRoute: () => settings,
  path: '/settings/webhooks',
  component: lazyRouteComponent(() => import('@/modules/settings/WebhooksScreen')),
});

const signInSettings = createRoute({
  getParentRoute: () => settings,
  path: '/settings/sign-in',
  component: lazyRouteComponent(() => import('@/modules/settings/SignInSettingsScreen')),
});

const AUDIT_SEARCH = ['person', 'kind', 'entity', 'record', 'from', 'to'] as const;

const audit = createRoute({
  getParentRoute: () => settings,
  path: '/settings/audit',
  validateSearch: (search): { [name in (typeof AUDIT_SEARCH)[number]]?: string } =>
    Object.fromEntries(AUDIT_SEARCH.flatMap((name) =>
      (typeof search[name] === 'string' ? [[name, search[name]]] : []))),
  component: lazyRouteComponent(() => import('@/modules/audit/AuditScreen')),
});

export const router = createRouter({
  routeTree: root.addChildren([
    setup,
    signIn,
    setPassword,
    arrival,
    inside.addChildren([
      home, calendar, list, record, imports, duplicates, bin, profile, docs,
      settings.addChildren([
        users, teams, roles, territories, sharing, webhooks, signInSettings, audit,
      ]),
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPreloadDelay: 60,
  defaultPendingMs: 300,
  scrollRestoration: true,
  defaultErrorComponent: ScreenError,
  defaultNotFoundComponent: NotFound,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
