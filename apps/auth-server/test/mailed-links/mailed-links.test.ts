import { describe, expect, it } from "vitest";
import { inTransaction } from "../../src/database/database.js";
import {
  consumeMailedLink,
  deleteMailedLink,
  findMailedLink,
  type LinkPurpose,
  listMailedLinks,
  type NewMailedLink,
} from "../../src/mailed-links/mailed-links.sql.js";
import { makeLink } from "../../src/mailed-links/make-link.js";
import { hashSecret } from "../../src/secrets.js";
import { createUser } from "../support/fixtures.js";
import { testServer } from "../support/server.js";

const server = await testServer();
const { db } = server;

type Options = Partial<Omit<NewMailedLink, "tokenHash">>;

const names = Array(100).keys();

async function made(options: Options = {}): Promise<Buffer> {
  const { url } = await makeLink(db, "https://auth.example.com", "/sign-up", {
    purpose: "sign_up",
    userId: null,
    email: `person-${names.next().value}@example.com`,
    detail: {},
    credentialVersion: null,
    lifeSeconds: 60,
    ...options,
  });
  const [, token = ""] = /^https:\/\/auth\.example\.com\/sign-up\?token=([\w-]{43})$/.exec(url) ?? [];
  return hashSecret(token);
}

const find = (hash: Buffer, purpose: LinkPurpose = "sign_up") => findMailedLink(db, hash, purpose);
const consume = (hash: Buffer, purpose: LinkPurpose = "sign_up") =>
  inTransaction(db, (tx) => consumeMailedLink(tx, hash, purpose));

describe("A link in a mail", () => {
  it("is good once, with all that was kept for it", async () => {
    const hash = await made({ email: "Ada@Example.com", detail: { continue: "abc" } });
    const expected = {
      purpose: "sign_up",
      userId: null,
      email: "Ada@Example.com",
      detail: { continue: "abc" },
    };
    expect(await find(hash)).toMatchObject(expected);
    expect(await find(hash)).toMatchObject(expected);
    expect(await consume(hash)).toMatchObject(expected);
    expect(await find(hash)).toBeNull();
    expect(await consume(hash)).toBeNull();
  });

  it("is used by one of many who follow it at once", async () => {
    const hash = await made();
    const used = await Promise.all(Array.from({ length: 8 }, () => consume(hash)));
    expect(used.filter((link) => link !== null)).toHaveLength(1);
  });

  it("stays good if what it was for fails", async () => {
    const hash = await made();
    const failing = inTransaction(db, async (tx) => {
      await consumeMailedLink(tx, hash, "sign_up");
      throw new Error("the user could not be made");
    });
    await expect(failing).rejects.toThrow("could not be made");
    expect(await consume(hash)).not.toBeNull();
  });

  it("opens nothing of another purpose", async () => {
    const hash = await made();
    expect(await find(hash, "password_reset")).toBeNull();
    expect(await consume(hash, "invitation")).toBeNull();
    expect(await consume(hash)).not.toBeNull();
  });

  it("expires", async () => {
    const hash = await made({ lifeSeconds: 0 });
    expect(await find(hash)).toBeNull();
    expect(await consume(hash)).toBeNull();
  });

  it("replaces the earlier one to the same address, whatever its case, of the same purpose only", async () => {
    const earlier = await made({ email: "eve@example.com" });
    const invitation = await made({ email: "eve@example.com", purpose: "invitation" });
    const other = await made({ email: "eva@example.com" });
    const later = await made({ email: "Eve@example.com" });
    expect(await find(earlier)).toBeNull();
    expect(await find(later)).not.toBeNull();
    expect(await find(other)).not.toBeNull();
    expect(await find(invitation, "invitation")).not.toBeNull();
  });

  it("replaces the earlier one of the same user, and goes with the user", async () => {
    const purpose = "email_verification";
    const [user, another] = [await createUser(server), await createUser(server)];
    const earlier = await made({ purpose, userId: user.id, email: user.email });
    const others = await made({ purpose, userId: another.id, email: user.email });
    const later = await made({ purpose, userId: user.id, email: "other@example.com" });
    expect(await find(earlier, purpose)).toBeNull();
    expect(await find(others, purpose)).not.toBeNull();
    expect(await find(later, purpose)).toMatchObject({ userId: user.id });
    await db.query("delete from users where id = $1", [user.id]);
    expect(await find(later, purpose)).toBeNull();
  });

  it("is listed while it is good, and can be taken back by its id", async () => {
    const purpose = "invitation";
    await db.query("delete from mailed_links");
    for (const email of ["C@example.com", "a@example.com", "b@example.com"]) await made({ purpose, email });
    await made({ purpose, email: "late@example.com", lifeSeconds: 0 });
    const listed = await listMailedLinks(db, purpose);
    const addressesOf = (links: typeof listed) => links.map(({ email }) => email);
    expect(addressesOf(listed)).toEqual(["a@example.com", "b@example.com", "C@example.com"]);
    expect(addressesOf(await listMailedLinks(db, purpose, "A@example.com", 1))).toEqual(["b@example.com"]);
    const [first] = listed;
    const takeBack = (of: LinkPurpose) =>
      inTransaction(db, (tx) => deleteMailedLink(tx, first?.id ?? "", of));
    expect(await takeBack("sign_up")).toBeNull();
    expect(await takeBack(purpose)).toMatchObject({ email: "a@example.com" });
    expect(await takeBack(purpose)).toBeNull();
  });
});
