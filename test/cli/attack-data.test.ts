import { createServer, type Server } from "node:http";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findRecording } from "../../src/cli/attack-data.js";
import { temporaryFolder } from "../support/content-folder.js";

const pages: Readonly<Record<string, string>> = {
  "/a/trail.json": "one\n",
  "/a/trail.json?part=2": "two\n",
  "/a/large.json": "x".repeat(3 * 1024 * 1024),
};

let server: Server;
let host: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const page = pages[request.url ?? ""];
    response.writeHead(page === undefined ? 404 : 200).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  host = typeof address === "object" && address !== null ? `127.0.0.1:${String(address.port)}` : "";
});

afterAll(() => server.close());

function find(root: string, path: string, download = true) {
  const options = { root, cache: join(root, "cache"), download, largest: 2 * 1024 * 1024 };
  const data = path.startsWith("http") ? path : `http://${host}${path}`;
  return findRecording({ data, source: "s", sourcetype: "t" }, options);
}

function kept(root: string): readonly string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .sort();
}

describe("a recording that is fetched", () => {
  test("lies in the cache with its checksum, and is there without the network from then on", async () => {
    const root = temporaryFolder({});
    const found = await find(root, "/a/trail.json");
    expect(found).toEqual({
      path: join(root, "cache", host.replace(":", "_"), "a", "trail.json"),
    });
    expect(kept(root)).toEqual(["trail.json", "trail.json.sha256"]);
    expect(await find(root, "/a/trail.json", false)).toEqual(found);
  });

  test("is another one with another query", async () => {
    const root = temporaryFolder({});
    const texts = [await find(root, "/a/trail.json"), await find(root, "/a/trail.json?part=2")].map(
      (found) => ("path" in found ? readFileSync(found.path, "utf8") : found),
    );
    expect(texts).toEqual(["one\n", "two\n"]);
  });

  test.each([
    ["/a/none.json", "answers 404"],
    ["/a/large.json", "is larger than 2 MB"],
    ["http://127.0.0.1:1/a/trail.json", "cannot be fetched: "],
  ])("fails its test where it cannot be had, and leaves nothing: %s", async (path, reason) => {
    const root = temporaryFolder({});
    const found = await find(root, path);
    expect("unreadable" in found ? found.unreadable : found).toContain(reason);
    expect(kept(root)).toEqual([]);
  });
});
