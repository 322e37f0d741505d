export default {
  title: "Runtime environments",
  rows: [
    {
      section: "client",
      rule: "Clients in one process share neither locks nor access tokens; pages of one origin share both",
      tests: ["client-surroundings-1", "client-surroundings-2", "client-surroundings-3"],
    },
    {
      section: "client",
      rule: "Closing a client while it signs in or refreshes loses nothing",
      tests: ["client-surroundings-4", "client-surroundings-5"],
    },
    {
      section: "client",
      rule: "A store that cannot write costs no token, and keeps no grant alive",
      tests: ["client-surroundings-6", "client-surroundings-7"],
    },
    {
      section: "servers",
      rule: "A failed start prints a sentence that names the setting and exits with 1, even if nobody reads the log",
      tests: ["e2e-surroundings-1", "e2e-surroundings-2"],
    },
    {
      section: "servers",
      rule: "A log that nobody reads, or whose disk is full, does not stop the server",
      tests: ["e2e-surroundings-3"],
    },
    {
      section: "servers",
      rule: "A wrong clock is logged and measured, and makes the server not ready once no API would accept its tokens",
      tests: [
        "management-1",
        "e2e/surroundings › of authServer is said in its log, its metrics and by /health/ready",
        "e2e/surroundings › of resourceServer is said in its log, its metrics and by /health/ready",
      ],
    },
  ],
};
