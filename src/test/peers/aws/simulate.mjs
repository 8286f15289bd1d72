// Evaluates requests with iam-simulate: a JSON list of {policy, action, resource, context} on standard input,
// and a JSON list of results on standard output, in the same order.
// Usage: node simulate.mjs FOLDER_OF_NODE_MODULES
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const load = createRequire(process.argv[2] + "/");
const { runSimulation } = await import(pathToFileURL(load.resolve("@cloud-copilot/iam-simulate")));
const account = "123456789012";
// A key of KMS: policies of roles count only if the policy of the key says so.
const keyPolicy = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

const results = [];
for (const { policy, action, resource, context } of JSON.parse(readFileSync(0, "utf8"))) {
  const answer = await runSimulation(
    {
      identityPolicies: [{ name: "policy", policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: resource.startsWith("arn:aws:kms:") ? keyPolicy : undefined,
      request: {
        principal: `arn:aws:iam::${account}:user/tester`,
        action,
        resource: { resource, accountId: account },
        contextVariables: context,
      },
    },
    {},
  );
  results.push(answer.resultType === "error" ? JSON.stringify(answer.errors) : answer.overallResult);
}
console.log(JSON.stringify(results));
