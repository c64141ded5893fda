/** The shared pieces of screens. Buttons, inputs, menus: use Mantine's own. */
import './ui.css';

export * from './Avatar';
export * from './EmptyState';
export * from './EntityIcon';
export * from './Kbd';
export * from './notify';
export * from './PasswordField';
export * from './Screen';
export * from './Sheet';
export * from './Skeleton';
export * from './Tag';
export * from './use_phone';
