/** The page of a record, for the address of its own and for drawers over lists. */
export { RecordPage, type RecordPageProps } from './RecordPage';
