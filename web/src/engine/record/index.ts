/** The page of a record in a drawer over a list. The page itself is loaded when first needed. */
export { RecordDrawer } from './RecordDrawer';
export type { RecordPageProps } from './RecordPage';
