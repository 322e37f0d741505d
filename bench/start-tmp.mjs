import { writeFileSync } from "node:fs";
import { startThrowAwayPostgres } from "@regrant/dev-stack";
import { setUpRegrant } from "./dist/subjects/regrant.js";

const pg = await startThrowAwayPostgres({ durable: true });
try {
  const r = await setUpRegrant(pg.url);
  writeFileSync(
    "/tmp/start-env.json",
    JSON.stringify({
      env: { DATABASE_URL: r.env.DATABASE_URL, SECRETS: r.env.SECRETS },
      client: r.client,
      user: r.user,
    }),
  );
  console.log(pg.url);
  setInterval(() => {}, 1e6);
  await new Promise((r) => process.on("SIGTERM", r));
} catch (e) {
  console.error(e);
} finally {
  await pg.stop();
  process.exit(0);
}
