/** What a person does with the own account from the shell: language, theme, signing out. */
import { useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { forget, metadataQuery, queryClient, saveProfile, signOut } from '@/shared/api';
import { changeWords, type Language } from '@/shared/i18n';
import { notifyError } from '@/shared/ui';

/** Switches words and metadata at once, and remembers it in the profile. */
export async function switchLanguage(language: Language) {
  await changeWords(language);
  await queryClient.ensureQueryData(metadataQuery());
  await saveProfile({ language });
  await queryClient.invalidateQueries({ queryKey: metadataQuery().queryKey });
}

/** The theme of a profile as the screens name it. */
export const schemeOf = (theme: unknown): MantineColorScheme =>
  (theme === 'light' || theme === 'dark' ? theme : 'auto');

export function useAccount() {
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return {
    colorScheme,
    setColorScheme: (scheme: MantineColorScheme) => {
      setColorScheme(scheme);
      saveProfile({ theme: scheme === 'auto' ? 'system' : scheme }).catch(notifyError);
    },
    setLanguage: (language: Language) => void switchLanguage(language).catch(notifyError),
    leave: () => void signOut()
      .catch(notifyError)
      .then(() => navigate({ to: '/sign-in' }))
      .then(forget),
  };
}
