import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { choosePort, keptPort } from "../src/commands/choose-port.js";
import { freePorts } from "./support/free-ports.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const portsFile = () => join(temporaryFolder(), "ports.json");

async function take(port: number): Promise<() => Promise<void>> {
  const holder = createServer().listen(port, "localhost");
  await once(holder, "listening");
  const release = async () => {
    if (!holder.listening) return;
    holder.close();
    await once(holder, "close");
  };
  onTestFinished(release);
  return release;
}

describe("the port of the authorization server", () => {
  it("is the one that was asked for, and is kept", async () => {
    const [file, port] = [portsFile(), await freePorts()];
    expect(keptPort(file)).toBe(4000);
    expect(await choosePort(port, file)).toEqual({ port, notice: null });
    expect(await choosePort(null, file)).toEqual({ port, notice: null });
    expect(keptPort(file)).toBe(port);
  });

  it.each([0, 1, 2, 3, 4])(
    "asked for, with the port %i behind it taken, is refused and not kept",
    async (behind) => {
      const [file, kept, port] = [portsFile(), await freePorts(), await freePorts()];
      await choosePort(kept, file);
      await take(port + behind);
      await expect(choosePort(port, file)).rejects.toThrow(
        `Port ${port + behind} is taken, and --port ${port} needs ${port} to ${port + 4}`,
      );
      expect(keptPort(file)).toBe(kept);
    },
  );

  it("moves to a free hundred where that of the last run is taken, says so, and stays there", async () => {
    const [file, before] = [portsFile(), await freePorts()];
    await choosePort(before, file);
    const release = await take(before + 1);
    const { port, notice } = await choosePort(null, file);
    expect(port % 100).toBe(0);
    expect(notice).toContain(`port ${before + 1} is taken`);
    expect(notice).toContain(`npm start -- --port ${before} asks for ${before} again`);
    await release();
    expect(keptPort(file)).toBe(port);
    expect(await choosePort(before, file)).toEqual({ port: before, notice: null });
  });
});
