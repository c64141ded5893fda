/** Forms over metadata, and the quick-create dialog. */
export { Duplicates } from './Duplicates';
export { readDraft, writeDraft } from './drafts';
export { FormField, FormFields, FormSections, pickFields } from './FormFields';
export { QuickCreateDialogs } from './QuickCreateDialog';
export { closeQuickCreate, openQuickCreate, useQuickCreate } from './quick_create';
export { hintsOf, useLook } from './TwinHints';
export { newValues, useRecordForm, type RecordForm } from './use_record_form';
export { useTwins } from './use_twins';
