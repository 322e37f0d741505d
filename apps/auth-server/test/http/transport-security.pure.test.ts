import { expect, it } from "vitest";
import { transportSecurity } from "../../src/http/transport-security.js";

it.each([
  "https://localhost:4000",
  "https://auth.localhost",
  "https://127.0.0.1:4000",
  "https://127.1.2.3",
  "https://[::1]:4000",
  "http://localhost:4000",
])(
  "no Strict-Transport-Security comes from %s: it would hold for every other program of that host",
  (issuer) => {
    expect(transportSecurity(issuer)).toEqual({});
  },
);

it.each([
  "https://auth.example.com",
  "https://localhost.example.com",
  "https://192.168.0.7",
  "https://auth.test:8443",
])("Strict-Transport-Security comes from %s, for its own host and no sibling", (issuer) => {
  expect(transportSecurity(issuer)).toEqual({ "strict-transport-security": "max-age=31536000" });
});
