/** /admin/v1/keys */
import { Type } from "typebox";
import { conflict } from "../../administration/faults.js";
import { dateTime, nullable } from "../../administration/schemas.js";
import type { Context } from "../../context.js";
import { stageNextKey } from "../../keys/by-hand.js";
import { listSigningKeys, type SigningKey } from "../../store/signing-keys.js";
import { type AdminApp, ref } from "./schemas.js";

const Key = Type.Object(
  {
    kid: Type.String({ description: "RFC 7638 thumbprint." }),
    state: Type.Unsafe<SigningKey["state"]>({ type: "string", enum: ["staged", "active", "retired"] }),
    public_jwk: Type.Object({
      kty: Type.String(),
      use: Type.String(),
      alg: Type.String(),
      kid: Type.String(),
      n: Type.String(),
      e: Type.String(),
    }),
    staged_at: dateTime,
    activated_at: nullable(dateTime),
    retired_at: nullable(dateTime),
  },
  { $id: "Key" },
);

export function adminKeys(app: AdminApp, { db, secrets, now }: Context): void {
  app.addSchema(Key);
  app.get(
    "/keys",
    {
      schema: {
        operationId: "listKeys",
        summary: "List the signing keys, their public part",
        response: {
          200: Type.Object({ items: Type.Array(ref(Key)) }),
        },
      },
    },
    async () => ({ items: (await listSigningKeys(db)).map(describeKey) }),
  );

  // For a leaked key there is the command alone: such a key signs the tokens of administrators, too.
  app.post(
    "/keys/rotate",
    {
      schema: {
        operationId: "rotateKeys",
        summary: "Stage the next signing key now; it takes over once every verifier has fetched it",
        response: { 201: ref(Key) },
      },
    },
    async ({ administrator }, reply) => {
      const staged = await stageNextKey(db, secrets, new Date(now()), administrator);
      if (staged === null) throw conflict("signing_key_staged", "A next signing key is staged already.");
      reply.code(201);
      return describeKey(staged);
    },
  );
}

const describeKey = (key: SigningKey) => ({
  kid: key.kid,
  state: key.state,
  public_jwk: key.publicJwk,
  staged_at: key.stagedAt.toISOString(),
  activated_at: key.activatedAt?.toISOString() ?? null,
  retired_at: key.retiredAt?.toISOString() ?? null,
});
