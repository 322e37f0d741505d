/** `--memory`: what the verifier keeps of a million distinct tokens. */
import { defaultTokenCacheBounds } from "@regrant/verifier";
import { say } from "../loads/bench.js";
import { startWorker } from "../worker.js";
import type { MemoryCommands, MemorySample } from "./main.js";

const STEPS = 10;

const mebibytes = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1);

function formatSample({
  verified,
  cachedTokens,
  cachedBytes,
  heapBytes,
  residentBytes,
}: MemorySample): string {
  const sizes = [cachedBytes, heapBytes, residentBytes].map(mebibytes);
  return `| ${[verified, cachedTokens, ...sizes].join(" | ")} |`;
}

/** What holds where memory is bounded: a full cache, and nothing beside it that grows. */
function formatVerdict(samples: readonly MemorySample[]): string {
  const [empty, full] = samples;
  const last = samples.at(-1);
  if (!empty || !full || !last) throw new Error("nothing was measured");
  const { tokens, bytes } = defaultTokenCacheBounds;
  const kept = last.heapBytes - empty.heapBytes;
  const isBounded = kept <= bytes && last.cachedTokens <= tokens && last.cachedBytes <= bytes;
  return `The bound: ${tokens} tokens, or ${mebibytes(bytes)} MiB by the estimate of 1 KiB + 3 bytes per character. After ${
    last.verified
  } distinct tokens the heap is ${mebibytes(kept)} MiB above the empty verifier's, and ${mebibytes(
    last.heapBytes - full.heapBytes,
  )} MiB above the one after ${full.verified}: ${isBounded ? "reached" : "missed"}.`;
}

/** @returns the report, as Markdown */
export async function measureMemory(tokens: number): Promise<string> {
  const worker = startWorker<MemoryCommands>(new URL("./main.js", import.meta.url));
  try {
    const samples = [await worker.call("start", null)];
    for (let step = 0; step < STEPS; step += 1) {
      samples.push(await worker.call("verify", Math.ceil(tokens / STEPS)));
      say(`  memory: ${formatSample(samples.at(-1) as MemorySample)}`);
    }
    const head = "| tokens verified | in the cache | its size, MiB | heap, MiB | resident, MiB |";
    const rule = "| ---: | ---: | ---: | ---: | ---: |";
    const table = [head, rule, ...samples.map(formatSample)].join("\n");
    return `# Memory of the verifier\n\nThe heap is measured after a full garbage collection.\n\n${table}\n\n${formatVerdict(samples)}\n`;
  } finally {
    await worker.stop();
  }
}
