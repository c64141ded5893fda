/** The way of a record: its steps, moving between them, the chevrons. */
export { StagePath } from './StagePath';
export { pathField, requiredAt, stepsOf, type Step } from './steps';
export { useMove } from './use_move';
