/**
 * The shared pieces of screens that the first one needs; PasswordField, SecretTold, Sheet, LateMenu
 * (a menu under a button) and Hint (words beside an icon) are imported by their own names. Buttons
 * and inputs: use Mantine's own.
 */
import './ui.css';

export * from './Avatar';
export * from './EmptyState';
export * from './EntityIcon';
export * from './Kbd';
export * from './notify';
export * from './Screen';
export * from './Segmented';
export * from './Skeleton';
export * from './Tag';
export * from './use_phone';
