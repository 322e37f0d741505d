import { mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { type WrittenMail, watchMails } from "../src/mails.js";

const folder = mkdtempSync(join(tmpdir(), "regrant-mails-"));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, mail: WrittenMail): void {
  writeFileSync(join(folder, `${name}.eml`), "From: …");
  writeFileSync(join(folder, `${name}.json.part`), JSON.stringify(mail));
  renameSync(join(folder, `${name}.json.part`), join(folder, `${name}.json`));
}
const to = (to: string): WrittenMail => ({ to, subject: "Hello", text: "…", link: null });

it("tells of each new mail once, and of none that was there before", async () => {
  write("1", to("ada@example.com"));
  await sleep(50);
  const seen: string[] = [];
  const stop = watchMails(folder, (mail) => void seen.push(mail.to));
  write("2", to("grace@example.com"));
  write("3", to("alan@example.com"));
  await expect.poll(() => seen).toEqual(["grace@example.com", "alan@example.com"]);
  rmSync(join(folder, "2.json"));
  write("4", to("edsger@example.com"));
  await expect.poll(() => seen).toHaveLength(3);
  stop();
  write("5", to("nobody@example.com"));
  await sleep(50);
  expect(seen).toEqual(["grace@example.com", "alan@example.com", "edsger@example.com"]);
});
