/** Where short messages appear, as a chunk of its own: those said before it came wait for it. */
import { Notifications } from '@mantine/notifications';

const NoticeHost = () => <Notifications position="bottom-right" limit={4} />;

export default NoticeHost;
