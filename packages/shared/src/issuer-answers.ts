/** What clients read from an authorization server's answers, beyond the fields that libraries read. */

/** The last path segment of `error_uri`. */
export function reasonOf(errorUri: string | null | undefined): string | null {
  return errorUri?.match(/\/([a-z0-9_]+)$/)?.[1] ?? null;
}

/**
 * Parse `Retry-After`: seconds, or a date relative to the response's own `Date`, since clocks may differ. Returns
 * milliseconds, or null if it is missing or invalid.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function parseRetryAfter(value: string | null, answeredAt: string | null): number | null {
  if (value === null) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1_000;
  const [date, from] = [Date.parse(value), Date.parse(answeredAt ?? "") || Date.now()];
  return Number.isNaN(date) ? null : Math.max(0, date - from);
}
