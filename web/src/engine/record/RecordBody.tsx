/** A loaded record: its head, its columns or tabs, and what opens above them. */
import {
  lazy, Suspense, useDeferredValue, useEffect, useRef, useState, type RefObject,
} from 'react';
import { useTranslation } from 'react-i18next';
import type { CrmRecord, Entity } from '@/shared/api';
import { useCommands } from '@/shared/hotkeys';
import { usePrinting } from '@/shared/lib/use_printing';
import { useDocumentTitle } from '@/shared/ui';
import { Sheet } from '@/shared/ui/Sheet';
import { pathField, StagePath, useMove } from '../stage_path';
import { Composer } from '../timeline/composer/Composer';
import { useRecordActions } from './actions/use_record_actions';
import { ConflictDialog } from './editing/ConflictDialog';
import { FieldsPane } from './fields/FieldsPane';
import { Highlights } from './header/Highlights';
import { PhoneBar } from './header/PhoneBar';
import { RecordBar } from './header/RecordBar';
import { Warnings } from './header/Warnings';
import { useNeighbours } from './neighbours';
import { isReadFirst } from './read_first';
import { isEditable, RecordPageContext, useRecordPage } from './record_context';
import type { RecordPageProps } from './RecordPage';
import { RecordTabs, useTabs } from './RecordTabs';
import { usePageState, type PageState } from './use_page_state';
import { useRecordHotkeys, type RecordHotkey } from './use_record_hotkeys';
import { useRoom, type Room } from './use_width';

const EditDialog = lazy(() =>
  import('./EditDialog').then((module) => ({ default: module.EditDialog })));

type Props = RecordPageProps & { definition: Entity; record: CrmRecord };

export function RecordBody({ definition, record, ...props }: Props) {
  const root = useRef<HTMLElement>(null);
  const room = useRoom(root, props.onClose !== undefined);
  const state = usePageState(props, definition, record, room);
  // The frame of the drawer would show its own focus.
  useEffect(() => {
    if (state.page.drawer) root.current?.focus({ preventScroll: true });
  }, [state.page.drawer]);
  return (
    <RecordPageContext value={state.page}>
      <Frame {...props} root={root} room={room} state={state} />
    </RecordPageContext>
  );
}

interface FrameProps extends RecordPageProps {
  root: RefObject<HTMLElement | null>;
  room: Room;
  state: PageState;
}

function Frame({ root, room, state, onGo, onClose }: FrameProps) {
  const { t } = useTranslation('record');
  const { entity, record, conflict, drawer } = useRecordPage();
  const [steps, setSteps] = useState(false);
  const { own, common, dialogs } = useRecordActions();
  useCommands(t('hotkeys'), [...own, ...common].filter(({ keys }) => !keys));
  const neighbours = useNeighbours(entity.name, record.id);
  useHotkeys({ state, neighbours, onGo, openSteps: () => setSteps(true) });
  // On paper the fields stand before the timeline, whatever the screen is.
  const printing = usePrinting();
  const wide = (room === 'wide' || printing) && entity.timeline === true;
  const composer = room !== 'phone' && (
    <Composer kind={state.composer.kind} onKind={state.setKind} focus={state.composer.focus} />
  );
  const tabs = useTabs(wide, composer);
  // Who it is stands there at once; the long rest follows, with the answers that came meanwhile.
  // A drawer waits for them before it opens: then one drawing of all is the shorter way.
  const [known] = useState(() => drawer && isReadFirst(entity, record.id));
  const whole = useDeferredValue(true, known);
  const look = `record ${room}${wide ? ' columns' : ''}${drawer ? ' drawer' : ''}`;
  return (
    <article ref={root} className={look} tabIndex={drawer ? -1 : undefined}>
      {!drawer && <PageTitle />}
      <RecordBar room={room} own={own} common={common} neighbours={neighbours} onGo={onGo}
        onClose={onClose} />
      <div className="record-scroll">
        <div className="record-head">
          <Highlights short={room === 'phone'} />
          <Way room={room} opened={steps} onOpen={setSteps}
            actions={Object.fromEntries(own.map(({ name, run }) => [name, run]))} />
          <Warnings />
        </div>
        <div className="record-main" aria-busy={!whole}>
          {whole && wide && <aside className="record-aside"><FieldsPane /></aside>}
          {whole && <RecordTabs tabs={tabs} chosen={state.tab} onChoose={state.setTab} />}
        </div>
      </div>
      {room === 'phone' && <PhoneBar actions={[...own, ...common]} />}
      <ComposerSheet state={state} />
      {dialogs}
      {conflict && <ConflictDialog conflict={conflict} />}
      {state.editingAll && (
        <Suspense>
          <EditDialog entity={entity.name} id={record.id} onClose={state.closeForm} />
        </Suspense>
      )}
    </article>
  );
}

function PageTitle() {
  useDocumentTitle(useRecordPage().title);
  return null;
}

interface WayProps {
  room: Room;
  opened: boolean;
  onOpen: (opened: boolean) => void;
  /** The record's own actions: some steps are reached by one of them only. */
  actions: { [name: string]: () => void };
}

const STEP_ACTIONS: { [step: string]: string } = { converted: 'convert' };

/** The stage path and the dialog that asks for what a stage requires. */
function Way({ room, opened, onOpen, actions }: WayProps) {
  const { entity, record } = useRecordPage();
  const { move, dialog } = useMove(entity);
  const field = pathField(entity);
  if (!field) return null;
  const go = (step: string) => {
    const act = actions[STEP_ACTIONS[step] ?? ''];
    if (act) act();
    else move(record, field, step);
  };
  return (
    <>
      <StagePath
        field={field} record={record} fixed={!isEditable(entity, field)} narrow={room === 'phone'}
        opened={opened} onOpen={onOpen} onMove={go}
      />
      {dialog}
    </>
  );
}

function ComposerSheet({ state }: { state: PageState }) {
  const { t } = useTranslation('record');
  const { kind, focus, sheet } = state.composer;
  return (
    <Sheet opened={sheet} onClose={state.closeSheet} title={t('add')} short>
      <Composer kind={kind} onKind={state.setKind} focus={focus} onSaved={state.closeSheet} />
    </Sheet>
  );
}

interface HotkeyParts {
  state: PageState;
  neighbours: { previous?: string; next?: string };
  onGo: (id: string) => void;
  openSteps: () => void;
}

function useHotkeys({ state, neighbours, onGo, openSteps }: HotkeyParts) {
  const { t } = useTranslation('record');
  const { entity, drawer, editAll, compose } = useRecordPage();
  const { previous, next } = neighbours;
  const hotkeys: RecordHotkey[] = [];
  const add = (when: boolean, keys: string, label: string, run: () => void) => {
    if (when) hotkeys.push({ keys, label, run });
  };
  const active = !state.editingAll;
  add(active && entity.rights.update, 'KeyE', t('editAll'), editAll);
  add(active && !!entity.timeline, 'KeyN', t('key.note'), () => compose('notes'));
  add(active && !!entity.timeline, 'KeyT', t('key.task'), () => compose('tasks'));
  add(active && pathField(entity) !== undefined, 'KeyS', t('key.stage'), openSteps);
  add(active && !!previous, 'BracketLeft', t('previous'), () => onGo(previous!));
  add(active && !!next, 'BracketRight', t('next'), () => onGo(next!));
  useRecordHotkeys(hotkeys, drawer);
}
