/** A text in which the people who are named stand out. */
import { useNames } from './use_people';
import { splitMentions } from './mention';

export function MentionText({ text }: { text: string }) {
  const names = useNames(text.includes('@'));
  return splitMentions(text, names).map(({ text: piece, name }, index) =>
    // Pieces of one text have no names of their own.
    (name ? <span key={index} className="mention">{piece}</span> : piece));
}
