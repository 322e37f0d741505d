/** How long a client's tokens and sessions live. */

export interface Lifetimes {
  readonly accessTokenSeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionAbsoluteSeconds: number;
}

type Own = { readonly [name in keyof Lifetimes]: number | null };

/**
 * The client's own values or the settings, and at most what the resource allows.
 *
 * Without `resource` no bound: what a session or a code is for, its statement finds out, and looks at the bound by itself.
 */
export function lifetimesOf(
  config: Lifetimes,
  client: Own & { readonly resources: readonly (Own & { readonly uri: string })[] },
  resource?: string,
): Lifetimes {
  const bound = client.resources.find(({ uri }) => uri === resource);
  const least = (name: keyof Lifetimes) =>
    Math.min(client[name] ?? config[name], bound?.[name] ?? Number.POSITIVE_INFINITY);
  return {
    accessTokenSeconds: least("accessTokenSeconds"),
    sessionIdleSeconds: least("sessionIdleSeconds"),
    sessionAbsoluteSeconds: least("sessionAbsoluteSeconds"),
  };
}
