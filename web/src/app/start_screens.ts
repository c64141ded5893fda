/** The screens that people open the product with. Plain data: the build reads it too. */
export interface StartScreen {
  /** Where its component is, in src/. */
  module: string;
  /** Namespaces of words that it shows first. */
  words: string[];
  /** Paths of its addresses. */
  at: RegExp;
}

export const startScreens = {
  home: { module: 'modules/home/HomeScreen.tsx', words: ['home'], at: /^\/$/ },
  list: {
    module: 'engine/list/ListScreen.tsx', words: ['lists', 'filters', 'record'],
    at: /^\/o\/[^/]+$/,
  },
  record: {
    module: 'engine/record/RecordScreen.tsx', words: ['record', 'timeline'],
    at: /^\/o\/[^/]+\/[^/]+$/,
  },
} satisfies { [name: string]: StartScreen };
