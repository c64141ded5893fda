/** The desktop while it is arranged: widgets are dragged, or moved and removed by a menu. */
import { attachClosestEdge, extractClosestEdge } from
  '@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge';
import { combine } from '@atlaskit/pragmatic-drag-and-drop/combine';
import {
  draggable, dropTargetForElements, monitorForElements,
} from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArrowDown, IconArrowsExchange, IconArrowUp, IconDots, IconGripVertical, IconX,
} from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { notifyUndo } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import {
  AREAS, keyOf, moved, saveLayout, shifted, type Area, type Widget,
} from './layout';
import { WidgetBody } from './WidgetBody';

const WIDGET = 'home-widget';
const icon = { size: 16, stroke: 1.7 };

export default function Arranging({ widgets }: { widgets: Widget[] }) {
  useDrops(widgets);
  return AREAS.map((area) => (
    <DropArea key={area} area={area}>
      {widgets.filter((widget) => widget.area === area).map((widget) => (
        <Framed key={keyOf(widget)} widget={widget} widgets={widgets} />
      ))}
    </DropArea>
  ));
}

/** Where a dropped widget goes: before or after another, or to the end of an area. */
function useDrops(widgets: Widget[]) {
  const latest = useRef(widgets);
  useEffect(() => {
    latest.current = widgets;
  });
  useEffect(() => monitorForElements({
    canMonitor: ({ source }) => source.data.kind === WIDGET,
    onDrop: ({ source, location }) => {
      const all = latest.current;
      const key = String(source.data.key);
      const [over] = location.current.dropTargets;
      const area = over?.data.area as Area | undefined;
      if (!over || !area) return;
      const target = over.data.key as string | undefined;
      const column = all.filter((one) => one.area === area && keyOf(one) !== key);
      const at = column.findIndex((one) => keyOf(one) === target);
      const after = extractClosestEdge(over.data) === 'bottom';
      const before = target && at >= 0 ? (after ? column[at + 1] : column[at]) : undefined;
      void saveLayout(moved(all, key, { area, before: before && keyOf(before) }));
    },
  }), []);
}

function DropArea({ area, children }: { area: Area; children: React.ReactNode }) {
  const { t } = useTranslation('home');
  const ref = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => dropTargetForElements({
    element: ref.current!,
    canDrop: ({ source }) => source.data.kind === WIDGET,
    getData: () => ({ area }),
    onDragEnter: () => setOver(true),
    onDragLeave: () => setOver(false),
    onDrop: () => setOver(false),
  }), [area]);
  return (
    <div ref={ref} className={`home-area home-${area}-area home-drop${over ? ' over' : ''}`}
      role="group" aria-label={t(`area.${area}`)}>
      {children}
    </div>
  );
}

interface FramedProps {
  widget: Widget;
  widgets: Widget[];
}

function Framed({ widget, widgets }: FramedProps) {
  const { t } = useTranslation('home');
  const ref = useRef<HTMLDivElement>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [edge, setEdge] = useState<string | null>(null);
  const [lifted, setLifted] = useState(false);
  const key = keyOf(widget);
  const { area } = widget;
  useEffect(() => combine(
    draggable({
      element: ref.current!, dragHandle: grip.current!,
      getInitialData: () => ({ kind: WIDGET, key }),
      onDragStart: () => setLifted(true),
      onDrop: () => setLifted(false),
    }),
    dropTargetForElements({
      element: ref.current!,
      canDrop: ({ source }) => source.data.kind === WIDGET && source.data.key !== key,
      getData: ({ input, element }) =>
        attachClosestEdge({ area, key }, { input, element, allowedEdges: ['top', 'bottom'] }),
      onDrag: ({ self }) => setEdge(extractClosestEdge(self.data)),
      onDragLeave: () => setEdge(null),
      onDrop: () => setEdge(null),
    }),
  ), [key, area]);
  const state = `${lifted ? ' lifted' : ''}${edge ? ` edge-${edge}` : ''}`;
  return (
    <div ref={ref} className={`home-framed${state}`}>
      <div className="home-frame">
        <span ref={grip} className="home-grip" aria-hidden><IconGripVertical {...icon} /></span>
        <span className="clip">{t(`widget.${widget.kind}`)}</span>
        <PlaceMenu widget={widget} widgets={widgets} />
      </div>
      <div inert><WidgetBody widget={widget} /></div>
    </div>
  );
}

function PlaceMenu({ widget, widgets }: FramedProps) {
  const { t } = useTranslation('home');
  const key = keyOf(widget);
  const name = t(`widget.${widget.kind}`);
  const up = shifted(widgets, key, -1);
  const down = shifted(widgets, key, 1);
  const remove = async () => {
    await saveLayout(widgets.filter((one) => one !== widget));
    notifyUndo(t('removed', { name }), () => saveLayout(widgets));
  };
  return (
    <>
      <LateMenu position="bottom-end" width={220} button={
        <ActionIcon aria-label={t('move', { name })}><IconDots {...icon} /></ActionIcon>
      }>
        <Menu.Item disabled={!up} leftSection={<IconArrowUp {...icon} />}
          onClick={() => up && void saveLayout(up)}>
          {t('up')}
        </Menu.Item>
        <Menu.Item disabled={!down} leftSection={<IconArrowDown {...icon} />}
          onClick={() => down && void saveLayout(down)}>
          {t('down')}
        </Menu.Item>
        {AREAS.filter((area) => area !== widget.area).map((area) => (
          <Menu.Item key={area} leftSection={<IconArrowsExchange {...icon} />}
            onClick={() => void saveLayout(moved(widgets, key, { area }))}>
            {t(`to.${area}`)}
          </Menu.Item>
        ))}
      </LateMenu>
      <ActionIcon aria-label={t('remove', { name })} onClick={() => void remove()}>
        <IconX {...icon} />
      </ActionIcon>
    </>
  );
}
