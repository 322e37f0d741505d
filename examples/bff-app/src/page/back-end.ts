/** The page's own back end: every request goes there, and none carries a token. */

export interface Session {
  readonly claims: { readonly sub: string; readonly name?: string; readonly email?: string };
  /** Seconds since 1970. */
  readonly access_token_expires_at: number | null;
}

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
}

/** Nobody is signed in. `reason` says why the session has ended, if there was one. */
export class SignedOut extends Error {
  constructor(readonly reason: string | null) {
    super("signed out");
  }
}

/** Told of each request and its answer; null if none came. */
export type OnAnswer = (request: string, status: number | null, milliseconds: number) => void;

export function createBackEnd(onAnswer: OnAnswer) {
  /** @throws SignedOut; Error with a sentence */
  async function ask(method: string, path: string, body?: object): Promise<Response> {
    const since = performance.now();
    const tell = (status: number | null) => onAnswer(`${method} ${path}`, status, performance.now() - since);
    const headers = { "x-regrant-bff": "1", ...(body && { "content-type": "application/json" }) };
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(path, init).catch(() => {
      tell(null);
      throw new Error("The app’s server is not responding. Try again in a moment.");
    });
    tell(response.status);
    if (response.ok) return response;
    const { error, error_description: why, reason } = await response.json().catch(() => ({}));
    if (error === "signed_out") throw new SignedOut(reason);
    if (error === "temporarily_unavailable" || response.status >= 500)
      throw new Error("Something behind this app is not responding. You are still signed in; try again.");
    throw new Error(why ?? `The answer was ${response.status}.`);
  }

  return {
    session: async (): Promise<Session> => (await ask("GET", "/bff/session")).json(),
    notes: async (): Promise<Note[]> => (await (await ask("GET", "/api/notes")).json()).notes,
    add: (id: string, text: string) => ask("POST", "/api/notes", { id, text }),
    remove: (id: string) => ask("DELETE", `/api/notes/${id}`),
    /** @returns the server's sign-out page */
    signOut: async (): Promise<string | null> =>
      (await (await ask("POST", "/bff/logout")).json()).sign_out_url,
  };
}
