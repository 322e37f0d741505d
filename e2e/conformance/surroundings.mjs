export default {
  title: "Runtime environments",
  rows: [
    {
      section: "client",
      rule: "Clients in one process share neither locks nor access tokens; pages of one origin share both",
      tests: [
        "client/surroundings › do not wait for each other: each has a store of its own",
        "client/surroundings › that were given the same store refresh one after the other",
        "client/surroundings › are never told each other's access tokens: outside a page there are no tabs",
      ],
    },
    {
      section: "client",
      rule: "Closing a client while it signs in or refreshes loses nothing",
      tests: [
        "client/surroundings › while a sign-in finishes lets it finish, and the page's next client finds the grant (React StrictMode)",
        "client/surroundings › while a refresh is under way lets it end, and tells the other tabs",
      ],
    },
    {
      section: "client",
      rule: "A store that cannot write costs no token, and keeps no grant alive",
      tests: [
        "client/surroundings › is said, and costs no token: the next refresh presents the new one, and keeps it once there is room",
        "client/surroundings › keeps no grant alive after signing out",
      ],
    },
    {
      section: "servers",
      rule: "A failed start prints a sentence that names the setting and exits with 1, even if nobody reads the log",
      tests: [
        "e2e/surroundings › says in one line, without a stack, that a port is taken, and by which setting it is changed",
        "e2e/surroundings › ends with 1 after a failed start, though nobody reads its log any more",
      ],
    },
    {
      section: "servers",
      rule: "A log that nobody reads, or whose disk is full, does not stop the server",
      tests: ["e2e/surroundings › goes on when whoever reads its log has gone, and ends with 0"],
    },
    {
      section: "servers",
      rule: "A wrong clock is logged and measured, and makes the server not ready once no API would accept its tokens",
      tests: [
        "auth-server/management › is not ready while this machine's clock is more than 300 seconds off the database's, and says so once",
        "e2e/surroundings › of authServer is said in its log, its metrics and by /health/ready",
        "e2e/surroundings › of resourceServer is said in its log, its metrics and by /health/ready",
      ],
    },
  ],
};
