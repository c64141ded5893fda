/** What floats over the whole page: the palette, the help, the phone's sheets. */
import { create } from 'zustand';

interface Overlays {
  palette: boolean;
  help: boolean;
  /** The phone's sheet of everything, or of what can be created. */
  sheet?: 'more' | 'create';
}

export const useOverlays = create<Overlays>(() => ({ palette: false, help: false }));

export const openPalette = () => useOverlays.setState({ palette: true });
export const closePalette = () => useOverlays.setState({ palette: false });
export const openHelp = () => useOverlays.setState({ help: true });
export const closeHelp = () => useOverlays.setState({ help: false });
export const openSheet = (sheet?: 'more' | 'create') => useOverlays.setState({ sheet });
