// Bundles the command line into one file: `node .ci/build-bundle.js <file>…`, by default the one that is kept here.
import { build } from "esbuild";

const files = process.argv.length > 2 ? process.argv.slice(2) : [".ci/bundle/detc.js"];
for (const outfile of files)
  await build({
    entryPoints: ["src/cli/main.ts"],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: "eof",
    charset: "utf8",
    logLevel: "warning",
    // Libraries written for CommonJS load modules of Node with `require`.
    banner: {
      js: 'import { createRequire as createRequireOfBundle } from "node:module"; const require = createRequireOfBundle(import.meta.url);',
    },
  });
