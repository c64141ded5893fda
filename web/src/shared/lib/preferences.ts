/** How this person likes the frame: side bar folded, rows tight or roomy. Kept in this browser. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export type Density = 'compact' | 'normal' | 'roomy';

interface Preferences {
  folded: boolean;
  density: Density;
}

export const usePreferences = create<Preferences>()(
  persist<Preferences>(() => ({ folded: false, density: 'normal' }), { name: 'preferences' }));

export const toggleSidebar = () =>
  usePreferences.setState(({ folded }) => ({ folded: !folded }));

export const setDensity = (density: Density) => usePreferences.setState({ density });

/** Keeps the page's row height in step; call once. */
export function applyPreferences() {
  const apply = ({ density }: Preferences) => {
    document.documentElement.dataset.density = density;
  };
  apply(usePreferences.getState());
  usePreferences.subscribe(apply);
}
