/** Words are strings in every namespace; keys are checked by words.test.ts, not by the compiler. */
import 'i18next';

declare module 'i18next' {
  interface CustomTypeOptions {
    returnNull: false;
  }
}
