/** The quick-create dialogs as a chunk of their own: forms and editors are not needed at once. */
export { QuickCreateDialogs as default } from '@/engine/form';
