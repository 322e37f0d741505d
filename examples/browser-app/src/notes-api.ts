/** The API behind the access token. */

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
}

export interface NotesApi {
  list(): Promise<{ readonly notes: readonly Note[]; readonly storage: string }>;
  /** `id` is a UUID. Adding it twice adds one note, so a lost answer can be repeated. */
  add(id: string, text: string): Promise<void>;
  /** Removing a note that is already gone succeeds. */
  remove(id: string): Promise<void>;
}

/** `send` is the client's fetch, which adds the token. Each call throws an Error if the API refuses. */
export function notesApi(resource: string, send: typeof fetch): NotesApi {
  const call = async (path: string, init: RequestInit = {}, accepted?: number): Promise<Response> => {
    const answer = await send(resource + path, init);
    if (answer.ok || answer.status === accepted) return answer;
    const { error_description: description } = await answer.json();
    throw new Error(description ?? `The API answered ${answer.status}.`);
  };
  return {
    list: async () => (await call("/notes")).json(),
    add: async (id, text) => {
      const headers = { "content-type": "application/json" };
      await call("/notes", { method: "POST", headers, body: JSON.stringify({ id, text }) });
    },
    remove: async (id) => {
      await call(`/notes/${encodeURIComponent(id)}`, { method: "DELETE" }, 404);
    },
  };
}
