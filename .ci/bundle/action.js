// The entry of the GitHub Action: the bundled command line, run as the step of a workflow.
process.argv.splice(2, Infinity, "action");
await import("./detc.js");
