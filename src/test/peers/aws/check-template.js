// Loads a template with the CDK, which knows the schema of every resource, and applies its rules.
// Usage: node check-template.js FOLDER_OF_NODE_MODULES TEMPLATE OUTPUT
// Prints one line for each finding, and nothing if all is well. OUTPUT is a folder for what the CDK writes.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const load = createRequire(process.argv[2] + "/");
const { App, Stack, DefaultStackSynthesizer } = load("aws-cdk-lib");
const { CfnInclude } = load("aws-cdk-lib/cloudformation-include");

// W1030: an empty default of a parameter is too short for a property. It does not look at the condition around it.
const KNOWN = ["W1030"];

const app = new App({
  outdir: process.argv[4],
  analyticsReporting: false,
  context: { "@aws-cdk/core:validateAgainstDefaultRules": true },
});
const stack = new Stack(app, "Checked", {
  synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
});
try {
  new CfnInclude(stack, "Template", { templateFile: process.argv[3] });
  app.synth();
} catch (e) {
  console.log(e.message);
}
let reports = [];
try {
  reports = JSON.parse(readFileSync(join(process.argv[4], "validation-report.json"), "utf8")).pluginReports;
} catch (e) {
  console.log("the CDK has written no report: " + e.message);
}
for (const { ruleName, description, violatingConstructs } of reports.flatMap((report) => report.violations)) {
  if (!KNOWN.includes(ruleName)) {
    const at = violatingConstructs.map((each) => each.cloudFormationResource.logicalId).join(", ");
    console.log(`${at}: ${ruleName}: ${description}`);
  }
}
