/** Below a list: how many there are and their sums, both counted when asked; hints for the keys. */
import { Menu } from '@mantine/core';
import { IconCheck, IconSum } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fetchPage, keys, type Entity, type Field, type ListQuery } from '@/shared/api';
import { formatNumber } from '@/shared/i18n/format';
import { Kbd } from '@/shared/ui';
import { LateMenu } from '@/shared/ui/LateMenu';
import type { ListControl } from '../views/use_list_state';
import { useChosen } from '../grid/chosen';
import { toggleSum, useSums } from '../views/widths';
import { sumText, useAggregate } from './aggregate';

interface Props {
  list: ListControl;
  query: ListQuery;
  loaded: number;
  /** There is no more than what is loaded. */
  complete: boolean;
}

export function ListFoot({ list, query, loaded, complete }: Props) {
  const { t } = useTranslation('lists');
  const { entity, view } = list;
  const sums = useSums(entity.name, view);
  const numeric = numericFields(entity);
  return (
    <footer className="list-foot">
      <Count entity={entity} query={query} loaded={loaded} complete={complete} />
      {numeric.length > 0 && (
        <LateMenu position="top-start" width={240} closeOnItemClick={false} panel="view-menu"
          button={(
            <button type="button" className="plain-button sum-button">
              <IconSum size={14} stroke={1.7} />
              {t('totals')}
            </button>
          )}>
          {FUNCTIONS.map((fn) => (
            <div key={fn}>
              <Menu.Label>{t(`fn.${fn}`)}</Menu.Label>
              {numeric.map((field) => (
                <Menu.Item
                  key={field.name}
                  onClick={() => toggleSum(entity.name, view, `${fn}:${field.name}`)}
                  rightSection={sums.includes(`${fn}:${field.name}`) && <IconCheck size={14} />}
                >
                  {field.label}
                </Menu.Item>
              ))}
            </div>
          ))}
        </LateMenu>
      )}
      <ChosenCells />
      {sums.length > 0 && <Sums entity={entity} query={query} sums={sums} />}
      <span className="hints">
        <span className="kbd">↑↓←→</span> {t('hint.move')} · <Kbd keys="Enter" /> {t('hint.edit')}
        {' · '}
        <Kbd keys="Space" /> {t('hint.peek')} · <Kbd keys="mod+KeyK" /> {t('hint.commands')}
      </span>
    </footer>
  );
}

function ChosenCells() {
  const { t } = useTranslation('lists');
  const chosen = useChosen((state) => state.chosen);
  if (!chosen) return null;
  const { cells, sum } = chosen;
  return (
    <span role="status">
      {t('chosenCells', { count: cells, cells: formatNumber(cells) })}
      {sum && <> · {t('fn.sum')}: <b className="num">{sumText(sum.field, sum.value)}</b></>}
    </span>
  );
}

const FUNCTIONS = ['sum', 'avg', 'min', 'max'] as const;
const NUMERIC = ['money', 'integer', 'decimal', 'percent'];

const numericFields = (entity: Entity): Field[] =>
  entity.fields.filter(({ type, name }) => NUMERIC.includes(type) && name !== 'version');

interface CountProps extends Omit<Props, 'list'> {
  entity: Entity;
}

function Count({ entity, query, loaded, complete }: CountProps) {
  const { t } = useTranslation('lists');
  const { filter, q } = query;
  const about = JSON.stringify([filter, q]);
  const [asked, setAsked] = useState('');
  const counted = useQuery({
    queryKey: [...keys.lists(entity.name), 'count', filter, q],
    enabled: !complete && asked === about,
    queryFn: ({ signal }) =>
      fetchPage(entity.name, { filter, q, fields: ['id'], limit: 1, count: 'exact' }, null, signal),
  });
  const total = complete ? loaded : counted.data?.total;
  if (total !== undefined)
    return (
      <span>
        {t('total')}: <b className="num">{formatNumber(total)}</b>
      </span>
    );
  return (
    <span>
      {t('loaded')}: <b className="num">{formatNumber(loaded)}</b>
      {' · '}
      <button
        type="button"
        className="plain-button"
        disabled={counted.isFetching}
        onClick={() => setAsked(about)}
      >
        {t(counted.isFetching ? 'counting' : 'count')}
      </button>
    </span>
  );
}

interface SumsProps {
  entity: Entity;
  query: ListQuery;
  sums: string[];
}

function Sums({ entity, query, sums }: SumsProps) {
  const { t } = useTranslation('lists');
  const measures = sums
    .map((sum) => {
      const [fn = '', field = ''] = sum.split(':');
      return { fn, field };
    })
    .filter(({ field }) => entity.fields.some(({ name }) => name === field));
  const found = useAggregate(entity.name, { filter: query.filter, q: query.q, measures });
  const group = found.data?.groups[0];
  return (
    <span className="list-foot-sums">
      {measures.map(({ fn, field }) => {
        const about = entity.fields.find(({ name }) => name === field)!;
        return (
          <span key={fn + field}>
            {fn === 'sum' ? about.label : `${about.label}, ${t(`fn.${fn}`)}`}:{' '}
            <b className="num">{group ? sumText(about, group[`${fn}_${field}`]) : '…'}</b>
          </span>
        );
      })}
    </span>
  );
}
