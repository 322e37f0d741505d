export default {
  title: "Endpoints",
  about: "Each endpoint as a whole. The rules of the standards are listed one by one below.",
  rows: [
    {
      section: "token",
      rule: "Methods, bodies, parameters and answers",
      tests: ["auth-server/oauth/token-endpoint › *"],
    },
    {
      section: "token",
      rule: "Client authentication: none, basic, post",
      tests: ["auth-server/clients/client-authentication › *"],
    },
    {
      section: "token",
      rule: "An Authorization header without a client's credentials changes nothing",
      tests: ["auth-server/clients/stray-authorization-header › *"],
    },
    {
      section: "token",
      rule: "A refusal names the wrong value, shortened and escaped, and never a secret",
      tests: ["auth-server/http/shown-value.pure › *", "token-endpoint-13"],
    },
    {
      section: "token",
      rule: "Every kind of refusal has a reason with a page",
      tests: ["error-pages-1"],
    },
    {
      section: "token",
      rule: "Each grant",
      tests: [
        "auth-server/oauth/grants › *",
        "auth-server/oauth/authorization-code › *",
        "auth-server/oauth/client-credentials › *",
        "auth-server/oauth/password-grant › *",
      ],
    },
    {
      section: "token",
      rule: "Scope and resource",
      tests: [
        "auth-server/oauth/scope › *",
        "auth-server/oauth/unknown-scope › *",
        "auth-server/resources/resource-indicators › *",
        "auth-server/resources/audience › *",
      ],
    },
    {
      section: "authorize",
      rule: "Requests, answers, refusals",
      tests: [
        "auth-server/oauth/authorize › *",
        "auth-server/oauth/form-post › *",
        "auth-server/clients/redirect-uri › *",
      ],
    },
    {
      section: "garbage",
      rule: "No 500 and no crash, whatever is sent to any endpoint",
      tests: ["token-endpoint-11", "auth-server/http/pages-garbage › *", "e2e/garbage › *"],
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
