/** Three tools over notes in memory. Which scope each of them needs is said once, in server.ts. */
import { McpServer, type ServerContext } from "@modelcontextprotocol/server";
import type { McpAuthInfo } from "@regrant/verifier/mcp";
import * as z from "zod";

/** By user: the token's `sub`. */
export type Notes = Map<string, string[]>;

const text = (line: string) => ({ content: [{ type: "text" as const, text: line }] });

function ownNotes(notes: Notes, { http }: ServerContext): string[] {
  const { claims } = (http?.authInfo as McpAuthInfo).extra;
  const own = notes.get(claims.sub) ?? [];
  notes.set(claims.sub, own);
  return own;
}

/** The server of one request: MCP 2026-07-28 has no sessions. */
export function createTools(notes: Notes): McpServer {
  const server = new McpServer({ name: "regrant-notes", version: "0.1.0" });
  server.registerTool(
    "list_notes",
    { description: "List your notes.", annotations: { readOnlyHint: true } },
    (context) => text(ownNotes(notes, context).join("\n") || "There are no notes."),
  );
  server.registerTool(
    "add_note",
    { description: "Add a note.", inputSchema: z.object({ text: z.string().min(1).max(1_000) }) },
    (note, context) => text(`There are ${ownNotes(notes, context).push(note.text)} notes now.`),
  );
  server.registerTool(
    "delete_all_notes",
    { description: "Delete every note of yours.", annotations: { destructiveHint: true } },
    (context) => text(`Deleted ${ownNotes(notes, context).splice(0).length} notes.`),
  );
  return server;
}
