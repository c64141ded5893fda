/** Says so when this device keeps another time than the person's profile. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { profileQuery } from '@/shared/api';
import { browserTimeZone } from '@/shared/i18n/format';
import { minutesAhead } from '@/shared/i18n/zones';

export function ZoneNote() {
  const { t } = useTranslation('calendar');
  const { data } = useQuery(profileQuery);
  const zone = typeof data?.time_zone === 'string' ? data.time_zone : '';
  const there = zone ? minutesAhead(zone) : undefined;
  if (there === undefined || there === 0) return null;
  return (
    <Link to="/profile" className="link">
      {t('zone', { here: browserTimeZone(), profile: zone })}
    </Link>
  );
}
