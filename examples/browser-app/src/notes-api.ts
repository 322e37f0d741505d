/** The API behind the access token. */

export interface Note {
  readonly id: string;
  readonly text: string;
  readonly created_at: string;
}

export interface NotesApi {
  list(): Promise<{ readonly notes: readonly Note[]; readonly storage: string }>;
  add(text: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** `send` is the client's fetch: tokens are its affair. Each call throws Error where the API refuses. */
export function notesApi(resource: string, send: typeof fetch): NotesApi {
  const call = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await send(resource + path, init);
    if (answer.ok) return answer;
    const { error_description: description } = await answer.json();
    throw new Error(description ?? `The API answered ${answer.status}.`);
  };
  return {
    list: async () => (await call("/notes")).json(),
    add: async (text) => {
      const headers = { "content-type": "application/json" };
      await call("/notes", { method: "POST", headers, body: JSON.stringify({ text }) });
    },
    remove: async (id) => {
      await call(`/notes/${encodeURIComponent(id)}`, { method: "DELETE" });
    },
  };
}
