/** /admin/v1/keys */
import { type SigningAlgorithm, signingAlgorithms } from "@regrant/shared";
import { Jwk } from "@regrant/shared/schemas";
import { Type } from "typebox";
import { conflict } from "../administration/faults.js";
import { closed, dateTime, nullable } from "../administration/schemas.js";
import type { Context } from "../context.js";
import { stageNextKey } from "../keys/by-hand.js";
import { defaultAlgorithm } from "../keys/life-cycle.js";
import { listSigningKeys, type SigningKey } from "../keys/signing-keys.sql.js";
import { type AdminApp, ref } from "./schemas.js";

const Algorithm = Type.Unsafe<SigningAlgorithm>({ type: "string", enum: [...signingAlgorithms] });

const Key = Type.Object(
  {
    kid: Type.String({ description: "RFC 7638 thumbprint." }),
    state: Type.Unsafe<SigningKey["state"]>({ type: "string", enum: ["staged", "active", "retired"] }),
    alg: Algorithm,
    public_jwk: Jwk,
    staged_at: dateTime,
    activated_at: nullable(dateTime),
    retired_at: nullable(dateTime),
  },
  { $id: "Key" },
);

export function adminKeys(app: AdminApp, { db, secrets, algorithmsInUse, now }: Context): void {
  app.addSchema(Key);
  app.get(
    "/keys",
    {
      schema: {
        operationId: "listKeys",
        summary: "List the public signing keys",
        response: {
          200: Type.Object({ items: Type.Array(ref(Key)) }),
        },
      },
    },
    async () => ({ items: (await listSigningKeys(db)).map(describeKey) }),
  );

  // Revoking a leaked key is left to the command: with such a key, anyone can forge an administrator's token.
  app.post(
    "/keys/rotate",
    {
      schema: {
        operationId: "rotateKeys",
        summary:
          "Stage an algorithm's next signing key now; it becomes active once every verifier has had time to fetch it",
        querystring: Type.Object({ alg: Type.Optional(Algorithm) }, closed),
        response: { 201: ref(Key) },
      },
    },
    async ({ query: { alg = defaultAlgorithm }, administrator }, reply) => {
      const inUse = await algorithmsInUse();
      const staged = await stageNextKey(db, secrets, alg, inUse, new Date(now()), administrator);
      if (staged === null) throw conflict("signing_key_staged", `The next ${alg} key is already staged.`);
      reply.code(201);
      return describeKey(staged);
    },
  );
}

const describeKey = (key: SigningKey) => ({
  kid: key.kid,
  state: key.state,
  alg: key.alg,
  public_jwk: key.publicJwk,
  staged_at: key.stagedAt.toISOString(),
  activated_at: key.activatedAt?.toISOString() ?? null,
  retired_at: key.retiredAt?.toISOString() ?? null,
});
