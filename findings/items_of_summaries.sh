#!/usr/bin/env bash
# @distilled.cloud/aws 0.30.3, effect 4.1.0: an SDK beside the release that it asks for, and the items of summaries
#
# Behaviour: the package takes every effect from 4.0.0 on, and its page has both installed by name; what it imports,
# effect/unstable/http, went with 4.0.0, so that no service can be imported. With the beta that it
# takes as well it works, but each list that the service's model names no items of has an items that ends at once:
# of the summaries of jobs none, though their pages have them.
#
# Output:
#   effect 4.0.0-beta.100, listBackupJobs: 2 pages, 2 items
#   effect 4.0.0-beta.100, listBackupJobSummaries: 2 pages, 0 items
#   effect 4.1.0: ERR_MODULE_NOT_FOUND
set -euo pipefail
expected=$(sed -n 's/^#   //p' "$0")
cd "$(mktemp -d)"
trap 'rm -rf "$PWD"' EXIT

cat > pages.mjs <<'JAVASCRIPT'
import { createServer } from "node:http";

let sdk;
try {
  sdk = await import("@distilled.cloud/aws/backup");
} catch (error) {
  console.log(`effect ${process.argv[2]}: ${error.code}`);
  process.exit();
}
const { Effect, Layer, Stream } = await import("effect");
const { layer } = await import("effect/unstable/http/FetchHttpClient");
const { Credentials, Endpoint, Region } = await import("@distilled.cloud/aws");

// Two pages of each list, with one row each.
const server = createServer((request, response) => {
  const row = { AccountId: "123456789012" };
  const page = request.url.includes("summaries") ? { BackupJobSummaries: [row] } : { BackupJobs: [row] };
  if (!/nexttoken=/i.test(request.url)) page.NextToken = "second";
  response.end(JSON.stringify(page));
});
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const services = Layer.mergeAll(
  layer,
  Credentials.fromEnv(),
  Layer.succeed(Region.Region, Effect.succeed("us-east-1")),
  Layer.succeed(Endpoint.Endpoint, Effect.succeed(`http://127.0.0.1:${server.address().port}`)),
);
for (const name of ["listBackupJobs", "listBackupJobSummaries"]) {
  const [pages, items] = await Promise.all(
    [sdk[name].pages({}), sdk[name].items({})].map((stream) =>
      Effect.runPromise(Stream.runCollect(stream).pipe(Effect.provide(services))),
    ),
  );
  console.log(`effect ${process.argv[2]}, ${name}: ${[...pages].length} pages, ${[...items].length} items`);
}
server.close();
JAVASCRIPT
export AWS_ACCESS_KEY_ID=key AWS_SECRET_ACCESS_KEY=secret
npm install --silent --no-save @distilled.cloud/aws@0.30.3 effect@4.0.0-beta.100
node pages.mjs 4.0.0-beta.100 > seen
npm install --silent --no-save @distilled.cloud/aws@0.30.3 effect@4.1.0
node pages.mjs 4.1.0 >> seen
diff <(echo "$expected") seen
