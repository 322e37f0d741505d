/** `/notes`: each user's own notes; `/notes/all`: everybody's, for admins. */
import { OAuthError } from "@regrant/shared";
import type { FastifyInstance } from "fastify";
import { type Static, Type } from "typebox";
import { type NotesStore, noteBounds, storage } from "../notes-store.js";

const NoteBody = Type.Object(
  {
    text: Type.String({ minLength: 1, maxLength: noteBounds.textCharacters }),
    /** Chosen by an app that may repeat the request: the note is added once. */
    id: Type.Optional(Type.String({ pattern: "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$" })),
  },
  { additionalProperties: false },
);

export function registerNotes(app: FastifyInstance, notes: NotesStore): void {
  const reads = { onRequest: app.requireScope("notes:read") };
  const writes = { onRequest: app.requireScope("notes:write") };

  app.get("/notes", reads, ({ claims }) => ({ notes: notes.list(claims.sub), storage }));

  app.post<{ Body: Static<typeof NoteBody> }>(
    "/notes",
    { ...writes, schema: { body: NoteBody } },
    ({ claims, body }, reply) => {
      const note = notes.insert(claims.sub, body.text, body.id);
      return reply.code(201).header("location", `/notes/${note.id}`).send({ note, storage });
    },
  );

  app.delete<{ Params: { id: string } }>("/notes/:id", writes, ({ claims, params }, reply) => {
    if (notes.remove(claims.sub, params.id)) return reply.code(204).send();
    throw new OAuthError("invalid_request", "there is no such note", { reason: "not_found", status: 404 });
  });

  app.get("/notes/all", { onRequest: [app.requireScope("notes:read"), app.requireAnyRole("admin")] }, () => ({
    users: notes.listAll(),
    storage,
  }));
}
