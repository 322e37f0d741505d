/** Three tools over a user's notes. Which scope each of them needs is said once, in server.ts. */
import { McpServer } from "@modelcontextprotocol/server";
import * as z from "zod";

const text = (line: string) => ({ content: [{ type: "text" as const, text: line }] });

/** The server of one request: MCP 2026-07-28 has no sessions. */
export function createTools(notes: string[]): McpServer {
  const server = new McpServer({ name: "regrant-notes", version: "0.1.0" });
  server.registerTool(
    "list_notes",
    { description: "List your notes.", annotations: { readOnlyHint: true } },
    () => text(notes.join("\n") || "There are no notes."),
  );
  server.registerTool(
    "add_note",
    { description: "Add a note.", inputSchema: z.object({ text: z.string().min(1).max(1_000) }) },
    (note) => text(`Notes: ${notes.push(note.text)}.`),
  );
  server.registerTool(
    "delete_all_notes",
    { description: "Delete all your notes.", annotations: { destructiveHint: true } },
    () => text(`Deleted: ${notes.splice(0).length}.`),
  );
  return server;
}
