/** Which files can be looked at without another program, and how. */
export type PreviewKind = 'image' | 'pdf' | 'text' | 'audio' | 'video';

// What a browser shows by itself; an SVG could carry scripts.
const KINDS: [RegExp, PreviewKind][] = [
  [/^image\/(png|jpe?g|gif|webp|avif|bmp)$/, 'image'],
  [/^application\/pdf$/, 'pdf'],
  [/^(text\/(plain|csv|markdown|x-log)|application\/json)$/, 'text'],
  [/^audio\/(mpeg|mp4|ogg|wav|x-wav|webm|aac|flac)$/, 'audio'],
  [/^video\/(mp4|webm|ogg)$/, 'video'],
];

export function previewKind(mediaType: unknown): PreviewKind | undefined {
  const type = String(mediaType ?? '').split(';')[0]!.trim().toLowerCase();
  return KINDS.find(([pattern]) => pattern.test(type))?.[1];
}
