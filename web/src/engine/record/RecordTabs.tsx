/** What stands in the middle of a record: the timeline, related lists, files, history. */
import { Tabs } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useMetadata, type RelatedList } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { loadable } from '@/shared/lib/loadable';
import { SkeletonRows } from '@/shared/ui';
import { filesList, isSecond, relatedGroups } from '../related/groups';
import { relatedCount } from '../related/related_query';
import { FilesTab } from '../related/FilesTab';
import { RelatedSection } from '../related/RelatedSection';
import { Timeline } from '../timeline/Timeline';
import { FieldsPane } from './fields/FieldsPane';
import { useRecordPage } from './record_context';

const HistoryTab = loadable<object>(
  () => import('./history/HistoryTab').then((module) => ({ default: module.HistoryTab })),
  { Waiting: () => <SkeletonRows rows={5} /> });

export interface RecordTab {
  key: string;
  label: string;
  lists?: RelatedList[];
  body: () => ReactNode;
}

/** The tabs of this record; fields are one of them when they have no column of their own. */
export function useTabs(fieldsBeside: boolean, composer: ReactNode): RecordTab[] {
  const { t } = useTranslation('record');
  const metadata = useMetadata();
  const { entity } = useRecordPage();
  const files = filesList(entity);
  const tabs: RecordTab[] = [];
  if (entity.timeline) {
    tabs.push({
      key: 'timeline', label: t('tab.timeline'), body: () => <Timeline composer={composer} />,
    });
  }
  if (!fieldsBeside) {
    tabs.push({ key: 'fields', label: t('tab.fields'), body: () => <FieldsPane /> });
  }
  for (const { key, label, lists } of relatedGroups(metadata, entity)) {
    tabs.push({
      key, label, lists,
      body: () => lists.map((list) => (
        <RelatedSection key={list.name} list={list} second={isSecond(lists, list)} />
      )),
    });
  }
  if (files && metadata.entities.files) {
    tabs.push({
      key: 'files', label: t('tab.files'), lists: [files], body: () => <FilesTab list={files} />,
    });
  }
  tabs.push({ key: 'history', label: t('tab.history'), body: () => <HistoryTab /> });
  return tabs;
}

interface Props {
  tabs: RecordTab[];
  chosen: string | undefined;
  onChoose: (key: string) => void;
}

export function RecordTabs({ tabs, chosen, onChoose }: Props) {
  const shown = tabs.find(({ key }) => key === chosen) ?? tabs[0]!;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[data-active]')
      ?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [shown.key]);
  return (
    <Tabs value={shown.key} onChange={(key) => key && onChoose(key)} className="record-tabs"
      keepMounted={false}>
      <Tabs.List ref={list} className="record-tablist">
        {tabs.map(({ key, label, lists }) => (
          <Tabs.Tab key={key} value={key}>
            {label}
            {lists && <Count lists={lists} />}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {tabs.map(({ key, body }) => (
        <Tabs.Panel key={key} value={key} className={`record-panel panel-${key}`}>
          <Suspense fallback={<SkeletonRows rows={5} />}>{body()}</Suspense>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

/** How many records the lists of a tab hold together. */
function Count({ lists }: { lists: RelatedList[] }) {
  const { self } = useRecordPage();
  const total = useQueries({
    queries: lists.map((list) => relatedCount(self, list)),
    combine: (results) => results.reduce((sum, { data }) => sum + (data?.total ?? 0), 0),
  });
  return total > 0 ? <span className="tab-count num">{formatNumber(total)}</span> : null;
}
