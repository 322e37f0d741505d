/** The scope grammar of RFC 6749 §3.3: `scope = scope-token *( SP scope-token )`. */

/** One scope-token: printable ASCII without space, `"` and `\`. */
const scopeToken = /^[\x21\x23-\x5B\x5D-\x7E]+$/;

/** Is this one well-formed scope-token? */
export const isScopeToken = (value: string): boolean => scopeToken.test(value);

/**
 * Parse a scope string into its tokens, duplicates removed, order kept.
 *
 * @returns null where the grammar is broken (empty, double or outer spaces, characters outside it)
 */
export function parseScope(value: string): string[] | null {
  const tokens = value.split(" ");
  return tokens.every(isScopeToken) ? [...new Set(tokens)] : null;
}

export const formatScope = (scope: readonly string[]): string => scope.join(" ");

/** Is every token of `part` in `whole`? */
export const isScopeWithin = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((token) => whole.includes(token));
