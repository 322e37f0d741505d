/** What this back end answers by itself, and how it refuses. */

/** By lower-case names. */
export type HeaderFields = Record<string, string | string[] | undefined>;

export interface OwnAnswer {
  readonly status: number;
  readonly headers: HeaderFields;
  readonly body: string | null;
}

/** A refusal: thrown where the fault is found, answered in one place. The description is sent. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly error: string,
    description: string,
    readonly more: { readonly reason?: string | null; readonly headers?: HeaderFields } = {},
  ) {
    super(description);
  }
}

export const json = (status: number, body: object, headers: HeaderFields = {}): OwnAnswer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store", ...headers },
  body: JSON.stringify(body),
});

export const refusalAnswer = ({ status, error, message, more }: Refusal): OwnAnswer =>
  json(status, { error, error_description: message, reason: more.reason ?? null }, more.headers);

export const seeOther = (location: string, headers: HeaderFields = {}): OwnAnswer => ({
  status: 303,
  headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer", ...headers },
  body: null,
});
