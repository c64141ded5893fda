/** Mantine dressed in our tokens: its colours, sizes and radii all point to tokens.css. */
import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';
import { asSheet } from '@/shared/ui/as_sheet';

const accent: MantineColorsTuple = [
  '#edf2ff', '#dbe4ff', '#bac8ff', '#91a7ff', '#8ea5ff',
  '#5c7cfa', '#4c6ef5', '#4263eb', '#3b5bdb', '#324fc4',
];

const dark: MantineColorsTuple = [
  '#ececef', '#c4c5cb', '#a0a2aa', '#90929b', '#3a3b40',
  '#2f3034', '#232427', '#17181a', '#141516', '#111213',
];

const control = { size: 'sm' } as const;

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 7 },
  colors: { accent, dark },
  fontFamily: 'var(--font)',
  fontSizes: {
    xs: 'var(--f-meta)', sm: 'var(--f-base)', md: 'var(--f-title)',
    lg: 'var(--f-record)', xl: 'var(--f-kpi)',
  },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.3', xl: '1.2' },
  spacing: { xs: '4px', sm: '8px', md: '12px', lg: '16px', xl: '24px' },
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '10px', xl: '12px' },
  defaultRadius: 'sm',
  headings: { fontFamily: 'var(--font)', fontWeight: '600' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Button: { defaultProps: { ...control, fw: 500 } },
    TextInput: { defaultProps: control },
    PasswordInput: { defaultProps: control },
    NumberInput: { defaultProps: { ...control, hideControls: true } },
    Textarea: { defaultProps: control },
    Select: { defaultProps: control },
    MultiSelect: { defaultProps: control },
    TagsInput: { defaultProps: control },
    // The page itself never scrolls, so nothing has to keep it still under a dialog. Locking it
    // would restyle every element of it.
    Drawer: { defaultProps: { lockScroll: false } },
    Modal: {
      defaultProps: {
        lockScroll: false,
        radius: 'xl',
        transitionProps: { duration: 140 },
        overlayProps: { backgroundOpacity: 0.3 },
      },
    },
    Menu: { defaultProps: { ...asSheet, shadow: 'md', transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Tooltip: { defaultProps: { transitionProps: { duration: 80 } } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
  },
});

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--tx)',
  '--mantine-color-dimmed': 'var(--tx2)',
  '--mantine-color-placeholder': 'var(--tx3)',
  '--mantine-color-default': 'var(--bg)',
  '--mantine-color-default-hover': 'var(--bg2)',
  '--mantine-color-default-color': 'var(--tx)',
  '--mantine-color-default-border': 'var(--line2)',
  '--mantine-color-anchor': 'var(--acc)',
  '--mantine-color-error': 'var(--danger)',
  '--mantine-color-gray-text': 'var(--tx2)',
  '--mantine-color-gray-light-hover': 'var(--bg3)',
  '--mantine-color-gray-light-color': 'var(--tx2)',
  '--mantine-color-red-light-color': 'var(--danger)',
  '--mantine-color-red-light': 'var(--dangerbg)',
  '--mantine-color-red-light-hover': 'var(--dangerbg)',
  '--mantine-color-red-filled': '#c92a2a',
  '--mantine-color-red-filled-hover': '#b02525',
  '--mantine-color-accent-filled': 'var(--primary)',
  '--mantine-color-accent-filled-hover': 'var(--primary-hover)',
  '--mantine-color-accent-light': 'var(--accbg)',
  '--mantine-color-accent-light-color': 'var(--acc)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: shared,
  dark: shared,
});
