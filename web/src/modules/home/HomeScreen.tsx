/** The first screen: the person's own desktop of widgets. */
import './home.css';
import { Button, Menu } from '@mantine/core';
import { IconCheck, IconLayoutDashboard, IconPlus, IconRotate } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, useSession } from '@/shared/api';
import { formatLongDate } from '@/shared/i18n/format';
import { notifyUndo, SkeletonRows, useDocumentTitle } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import {
  AREAS, isPossible, keyOf, KINDS, resetLayout, saveLayout, useLayout, type Widget,
} from './layout';
import { WidgetBody } from './WidgetBody';

const Arranging = lazy(() => import('./Arranging'));
const ViewPicker = lazy(() => import('./ViewPicker'));

/** The given name: the second word of «Фамилия Имя Отчество», else the first. */
const greeted = (name: string) => {
  const words = name.split(/\s+/);
  return words.length > 2 ? words[1]! : words[0]!;
};

export default function HomeScreen() {
  const { t } = useTranslation('home');
  const { user } = useSession();
  const layout = useLayout();
  const [arranging, setArranging] = useState(false);
  useDocumentTitle(t('common:nav.home'));
  const { widgets } = layout;
  const reset = async () => notifyUndo(t('wasReset'), await resetLayout());
  return (
    <section className={arranging ? 'home arranging' : 'home'}>
      <div className="home-inner">
        <header className="home-top">
          <h1>{t('greeting', { name: greeted(user.name) })}</h1>
          <span className="muted">{formatLongDate(new Date())}</span>
          <div className="home-tools">
            {arranging ? (
              <>
                <AddMenu widgets={widgets} />
                {!layout.usual && (
                  <Button size="compact-sm" variant="subtle" color="gray"
                    leftSection={<IconRotate size={14} stroke={1.7} />}
                    onClick={() => void reset()}>
                    {t('reset')}
                  </Button>
                )}
                <Button size="compact-sm" leftSection={<IconCheck size={14} stroke={1.9} />}
                  onClick={() => setArranging(false)}>
                  {t('done')}
                </Button>
              </>
            ) : (
              <Button size="compact-sm" variant="subtle" color="gray"
                leftSection={<IconLayoutDashboard size={14} stroke={1.7} />}
                onClick={() => setArranging(true)}>
                {t('arrange')}
              </Button>
            )}
          </div>
        </header>
        {layout.pending ? <SkeletonRows rows={10} />
          : arranging ? (
            <Suspense fallback={<SkeletonRows rows={10} />}>
              <Arranging widgets={widgets} />
            </Suspense>
          ) : <Widgets widgets={widgets} />}
      </div>
    </section>
  );
}

const Widgets = ({ widgets }: { widgets: Widget[] }) => AREAS.map((area) => (
  <div key={area} className={`home-area home-${area}-area`}>
    {widgets.filter((widget) => widget.area === area).map((widget) => (
      <WidgetBody key={keyOf(widget)} widget={widget} />
    ))}
  </div>
));

function AddMenu({ widgets }: { widgets: Widget[] }) {
  const { t } = useTranslation('home');
  const metadata = useMetadata();
  const [picking, setPicking] = useState(false);
  const free = KINDS.filter((kind) =>
    kind !== 'view' && isPossible(metadata, kind) && !widgets.some((one) => one.kind === kind));
  const add = (widget: Widget) => void saveLayout([...widgets, widget]);
  return (
    <>
      <LateMenu position="bottom-end" width={240} button={(
        <Button size="compact-sm" variant="default"
          leftSection={<IconPlus size={14} stroke={1.8} />}>
          {t('add')}
        </Button>
      )}>
        {free.map((kind) => (
          <Menu.Item key={kind} onClick={() => add({
            kind, area: kind === 'figures' || kind === 'steps' ? 'top' : 'side',
          })}>
            {t(`widget.${kind}`)}
          </Menu.Item>
        ))}
        {isPossible(metadata, 'view') && (
          <Menu.Item onClick={() => setPicking(true)}>{t('widget.view')}…</Menu.Item>
        )}
      </LateMenu>
      <Suspense>
        {picking && (
          <ViewPicker chosen={widgets.flatMap(({ view }) => view ?? [])}
            onPick={(view, entity) => add({ kind: 'view', area: 'main', view, entity })}
            onClose={() => setPicking(false)} />
        )}
      </Suspense>
    </>
  );
}
