export default {
  title: "Endpoints",
  about: "Each endpoint as a whole. The rules of the standards are listed one by one below.",
  rows: [
    {
      section: "token",
      rule: "Methods, bodies, parameters and answers",
      tests: ["auth-server/token-endpoint › *"],
    },
    {
      section: "token",
      rule: "Client authentication: none, basic, post",
      tests: ["auth-server/client-authentication › *"],
    },
    {
      section: "token",
      rule: "An Authorization header without a client's credentials changes nothing",
      tests: ["auth-server/stray-authorization-header › *"],
    },
    {
      section: "token",
      rule: "A refusal names the wrong value, shortened and escaped, and never a secret",
      tests: [
        "auth-server/pure/shown-value › *",
        "auth-server/token-endpoint › name the value that was wrong, and nothing else that was sent",
      ],
    },
    {
      section: "token",
      rule: "Every kind of refusal has a reason with a page",
      tests: [
        "auth-server/error-pages › are there for every reason, with the wire's error, the meaning and the remedy",
      ],
    },
    {
      section: "token",
      rule: "Each grant",
      tests: [
        "auth-server/grants › *",
        "auth-server/authorization-code › *",
        "auth-server/client-credentials › *",
        "auth-server/password-grant › *",
      ],
    },
    {
      section: "token",
      rule: "Scope and resource",
      tests: [
        "auth-server/scope › *",
        "auth-server/unknown-scope › *",
        "auth-server/resource-indicators › *",
        "auth-server/audience › *",
      ],
    },
    {
      section: "authorize",
      rule: "Requests, answers, refusals",
      tests: ["auth-server/authorize › *", "auth-server/form-post › *", "auth-server/redirect-uri › *"],
    },
    {
      section: "garbage",
      rule: "No 500 and no crash, whatever is sent to any endpoint",
      tests: [
        "auth-server/token-endpoint › never lead to a 5xx, whatever bytes the body has",
        "auth-server/pages-garbage › *",
        "e2e/garbage › *",
      ],
    },
    {
      section: "API",
      rule: "What the resource server answers",
      tests: ["resource-server/notes › *", "resource-server/http › *"],
    },
    {
      section: "API",
      rule: "Guards for Fastify, Express and fetch",
      tests: ["verifier/fastify › *", "verifier/express › *", "verifier/fetch › *"],
    },
    { section: "API", rule: "Each check of a token, with its reason", tests: ["verifier/access-token › *"] },
    {
      section: "API",
      rule: "Whoever opens an address of the API in a browser gets a page; apps get JSON, whatever they accept",
      tests: ["resource-server/pages › *"],
    },
    {
      section: "app",
      rule: "A first visit shows no error, nothing moves while the page loads, and a second click or submit changes nothing",
      tests: ["e2e/browser/app › *"],
    },
  ],
};
