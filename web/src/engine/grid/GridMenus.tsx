/** The menus of a table: of a row, by the right button or its dots, and of the head of a column. */
import { Menu } from '@mantine/core';
import {
  IconArrowDown, IconArrowUp, IconArrowsHorizontal, IconCopy, IconExternalLink, IconEyeOff,
  IconFilter, IconFilterOff, IconLayoutSidebarRight, IconPencil, IconPin, IconPinnedOff,
  IconSquareCheck, IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { valueText } from '@/engine/fields';
import { deleteWithUndo } from '@/engine/undo';
import { titleOf, useMetadata, valueAt, type CrmRecord } from '@/shared/api';
import { Kbd, notify, notifyError } from '@/shared/ui';
import type { Place } from './cells';
import { filterFor } from './filter_for';
import type { GridProps } from './Grid';

export type MenuPlace = { x: number; y: number; column: number } & (
  | { kind: 'row'; row: number }
  | { kind: 'head' });

interface Props extends GridProps {
  place: MenuPlace;
  onEdit: (place: Place) => void;
  onFit: (at: number) => void;
  onClose: () => void;
}

const icon = { size: 16, stroke: 1.7 };

export default function GridMenus(props: Props) {
  const { place, onClose } = props;
  const { x, y } = place;
  return (
    <Menu opened onChange={(opened) => !opened && onClose()} position="bottom-start" width={250}
      offset={2} withinPortal>
      <Menu.Target>
        <span style={{ position: 'fixed', left: x, top: y, width: 1, height: 1 }} />
      </Menu.Target>
      <Menu.Dropdown onMouseDown={(event) => event.stopPropagation()}
        onContextMenu={(event) => event.preventDefault()}
        onClick={(event) => event.stopPropagation()}>
        {place.kind === 'row' ? <RowItems {...props} row={place.row} column={place.column} />
          : <HeadItems {...props} column={place.column} />}
      </Menu.Dropdown>
    </Menu>
  );
}

function RowItems(props: Props & Place) {
  const { entity, rows, columns, row, column: at, selecting, onEdit, onOpen, onFilter } = props;
  const { t } = useTranslation('lists');
  const metadata = useMetadata();
  const record = rows.at(row);
  const column = columns[at];
  if (!record || !column) return null;
  const address = `/o/${entity.name}/${record.id}`;
  const value = valueAt(record, column.path);
  const filter = filterFor(column.field, column.path, value);
  const text = valueText(value, { field: column.field, metadata, record });
  const copy = (what: string) =>
    void navigator.clipboard.writeText(what).then(() => notify(t('common:copied')), notifyError);
  return (
    <>
      <Menu.Label>{titleOf(entity, record)}</Menu.Label>
      <Menu.Item leftSection={<IconLayoutSidebarRight {...icon} />}
        rightSection={<Kbd keys="Space" />}
        onClick={() => onOpen({ entity: entity.name, id: record.id })}>
        {t('preview')}
      </Menu.Item>
      <Menu.Item leftSection={<IconExternalLink {...icon} />} component="a" href={address}
        target="_blank" rel="noopener">
        {t('openTab')}
      </Menu.Item>
      {column.editable && (
        <Menu.Item leftSection={<IconPencil {...icon} />} rightSection={<Kbd keys="Enter" />}
          closeMenuOnClick={false}
          onClick={() => {
            props.onClose();
            onEdit({ row, column: at });
          }}>
          {t('editCell', { field: column.field.label })}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconSquareCheck {...icon} />} rightSection={<Kbd keys="KeyX" />}
        onClick={() => selecting.toggle(record.id)}>
        {t(selecting.selection.ids.has(record.id) ? 'unselect' : 'select')}
      </Menu.Item>
      <Menu.Divider />
      {text !== '' && (
        <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => copy(text)}>
          {t('copyValue')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconCopy {...icon} />}
        onClick={() => copy(window.location.origin + address)}>
        {t('copyLink')}
      </Menu.Item>
      {filter && (
        <>
          <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => onFilter(filter)}>
            {t('onlySuch', { value: text || t('emptyValue') })}
          </Menu.Item>
          <Menu.Item leftSection={<IconFilterOff {...icon} />}
            onClick={() => onFilter({ not: filter })}>
            {t('allBut', { value: text || t('emptyValue') })}
          </Menu.Item>
        </>
      )}
      {entity.rights.delete && <DeleteItem {...props} record={record} />}
    </>
  );
}

function DeleteItem({ entity, record }: Props & { record: CrmRecord }) {
  const { t } = useTranslation('lists');
  return (
    <>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash {...icon} />}
        onClick={() => void deleteWithUndo(entity.name, record.id, titleOf(entity, record))}>
        {t('common:delete')}
      </Menu.Item>
    </>
  );
}

function HeadItems(props: Props & { column: number }) {
  const { columns, column: at, fixed, onSort, onFixed, onColumns, onFit } = props;
  const { t } = useTranslation('lists');
  const column = columns[at];
  if (!column) return null;
  const isFixed = at < fixed && fixed > 1;
  return (
    <>
      <Menu.Label>{column.field.label}</Menu.Label>
      {column.sortable && (
        <>
          <Menu.Item leftSection={<IconArrowUp {...icon} />} onClick={() => onSort(column.path)}>
            {t('sortUp')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown {...icon} />}
            onClick={() => onSort(`-${column.path}`)}>
            {t('sortDown')}
          </Menu.Item>
          <Menu.Divider />
        </>
      )}
      {at + 1 !== fixed && (
        <Menu.Item leftSection={<IconPin {...icon} />} onClick={() => onFixed(at + 1)}>
          {t('fixUpTo')}
        </Menu.Item>
      )}
      {isFixed && (
        <Menu.Item leftSection={<IconPinnedOff {...icon} />} onClick={() => onFixed(1)}>
          {t('unfix')}
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconArrowsHorizontal {...icon} />} onClick={() => onFit(at)}>
        {t('fitWidth')}
      </Menu.Item>
      {columns.length > 1 && (
        <Menu.Item leftSection={<IconEyeOff {...icon} />}
          onClick={() => onColumns(
            columns.map(({ path }) => path).filter((path) => path !== column.path))}>
          {t('hideColumn')}
        </Menu.Item>
      )}
    </>
  );
}
