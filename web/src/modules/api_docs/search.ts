/** What of the reference matches a text: all of its words, in paths, summaries and field names. */
import { resolve, type Group, type OpenApi, type Operation } from './openapi';

function wordsOf(api: OpenApi, operation: Operation, summary: string) {
  const fields = resolve(api, operation.body?.schema)?.properties ?? {};
  return [
    operation.method, operation.path, operation.summary, summary,
    ...operation.parameters.map(({ name }) => name), ...Object.keys(fields),
  ].join(' ').toLowerCase();
}

/** `summaryOf` tells a summary in the person's language, `labelOf` the name of a group. */
export function matching(
  api: OpenApi, groups: Group[], text: string,
  labelOf: (key: string) => string, summaryOf: (operation: Operation) => string,
): Group[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return groups.flatMap((group) => {
    const label = labelOf(group.key).toLowerCase();
    const operations = group.operations.filter((operation) => {
      const all = `${label} ${wordsOf(api, operation, summaryOf(operation))}`;
      return words.every((word) => all.includes(word));
    });
    return operations.length > 0 ? [{ ...group, operations }] : [];
  });
}
