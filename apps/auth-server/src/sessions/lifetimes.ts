/** The lifetimes of a client's tokens and sessions. */

export interface Lifetimes {
  readonly accessTokenSeconds: number;
  readonly sessionIdleSeconds: number;
  readonly sessionAbsoluteSeconds: number;
}

type Own = { readonly [name in keyof Lifetimes]: number | null };

/**
 * The client's own values or the settings', limited by the resource. Without `resource` there is no limit: the
 * statement that finds out which resource a session or code is for applies it.
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
