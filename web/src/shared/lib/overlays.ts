/** What floats over the whole page: the palette, the help, notices, the phone's sheets. */
import { create } from 'zustand';

interface Overlays {
  palette: boolean;
  help: boolean;
  notices: boolean;
  /** The phone's sheet of everything, or of what can be created. */
  sheet?: 'more' | 'create';
  /** Whether one of them was opened: from then on they stay, to slide away when closed. */
  sheetsWanted: boolean;
}

export const useOverlays = create<Overlays>(() => ({
  palette: false, help: false, notices: false, sheetsWanted: false,
}));

export const openPalette = () => useOverlays.setState({ palette: true });
export const closePalette = () => useOverlays.setState({ palette: false });
export const openHelp = () => useOverlays.setState({ help: true });
export const closeHelp = () => useOverlays.setState({ help: false });
export const openNotices = () => useOverlays.setState({ notices: true });
export const closeNotices = () => useOverlays.setState({ notices: false });

/** Opens a sheet of the phone; without a name closes it. */
export const openSheet = (sheet?: 'more' | 'create') =>
  useOverlays.setState(sheet ? { sheet, sheetsWanted: true } : { sheet: undefined });
