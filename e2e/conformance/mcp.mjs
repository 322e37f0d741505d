export default {
  title: "MCP authorization, revision 2026-07-28",
  url: "https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization",
  rows: [
    {
      section: "Discovery",
      level: "MUST",
      rule: "MCP servers publish RFC 9728 metadata with an authorization server",
      tests: ["verifier-mcp-4"],
    },
    {
      section: "Discovery",
      level: "MUST",
      rule: "… at the well-known address, or where `resource_metadata` in the 401 says; here both",
      tests: ["verifier-mcp-1", "verifier-mcp-4", "mcp-1"],
    },
    {
      section: "Discovery",
      level: "SHOULD",
      rule: "The 401 names the scope to begin with",
      tests: ["verifier-mcp-1"],
    },
    {
      section: "Discovery",
      level: "SHOULD NOT",
      rule: "Neither challenges nor `scopes_supported` name `offline_access`",
      tests: ["verifier-mcp-7"],
    },
    {
      section: "Client registration",
      level: "SHOULD",
      rule: "Authorization servers support Client ID Metadata Documents, and say so in their metadata",
      tests: ["agents-1", "agents-2", "agents-5", "mcp-1"],
    },
    {
      section: "Client registration",
      rule: "… and may support Dynamic Client Registration (deprecated)",
      tests: ["dcr-20", "mcp-1"],
    },
    {
      section: "Client registration",
      level: "MUST",
      rule: "The redirect URI is one of those in the document, exactly; loopback ones match any port",
      tests: ["agents-2", "agents-3"],
    },
    {
      section: "Resource parameter",
      level: "MUST",
      rule: "The client names the MCP server in `resource`, and gets a token for it alone; a slash at the end does not matter",
      tests: ["mcp-1", "mcp-4", "resource-indicators-3"],
    },
    {
      section: "Token handling",
      level: "MUST",
      rule: "Servers refuse tokens that are not for them, and expired ones, with a 401",
      tests: ["verifier-mcp-6"],
    },
    {
      section: "Token handling",
      level: "MUST",
      rule: "Every request carries its token, in the Authorization header and never in the query",
      tests: ["verifier-mcp-1", "verifier-fetch-3"],
    },
    {
      section: "Scope challenges",
      level: "SHOULD",
      rule: "A missing scope is a 403 `insufficient_scope` with all scopes of the operation and `resource_metadata`",
      tests: ["verifier-mcp-2"],
    },
    {
      section: "Scope challenges",
      level: "SHOULD",
      rule: "The client asks for them, and repeats the call",
      tests: ["mcp-2"],
    },
    {
      section: "Scope challenges",
      rule: "An agent that asks for more than is open to it, even for all of `scopes_supported`, gets what is open",
      tests: ["mcp-5", "agents-7", "agents-8", "agents-9", "agents-10"],
    },
    {
      section: "Security",
      level: "MUST",
      rule: "Refresh tokens of public clients are rotated",
      tests: ["mcp-3"],
    },
    {
      section: "Security",
      rule: "A client_id is shared by all installations of an agent: one is ended without the others",
      tests: ["agents-4"],
    },
    {
      section: "Security",
      rule: "Consent is asked for again when the document's redirect URIs change (draft-ietf-oauth-client-id-metadata-document-02 §8.4)",
      tests: ["agents-6"],
    },
  ],
};
