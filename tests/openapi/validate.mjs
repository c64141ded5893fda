// Says whether a file is a valid OpenAPI document with references that all lead somewhere.
//
//     validate.mjs DOCUMENT [BODIES]
//
// BODIES: a JSON array of {"where","schema","value"}: what was sent or answered, and the name of its
// schema. A member that its schema does not name is a fault too.
import { readFileSync } from "node:fs";
import { Validator } from "@seriousme/openapi-schema-validator";
import addFormats from "ajv-formats";
import Ajv from "ajv/dist/2020.js";

const [, , file, bodies] = process.argv;
const validator = new Validator();
const result = await validator.validate(file);
if (!result.valid) {
  console.log(JSON.stringify(result.errors, null, 1).slice(0, 20000));
  process.exit(1);
}
validator.resolveRefs();
console.log(`A valid OpenAPI ${validator.version} document`);

/** Closes every object whose members are named, unless it says that it is open. */
function close(schema) {
  if (typeof schema !== "object" || schema === null) return;
  for (const part of Object.values(schema)) close(part);
  if (typeof schema.properties === "object" && schema.properties.type === undefined) {
    schema.additionalProperties ??= false;
  }
}

const document = JSON.parse(readFileSync(file, "utf-8"));
for (const schema of Object.values(document.components.schemas)) close(schema);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "api");
let failed = 0;
for (const { where, schema, value } of JSON.parse(bodies ? readFileSync(bodies, "utf-8") : "[]")) {
  const validate = ajv.getSchema(`api#/components/schemas/${schema}`);
  if (validate?.(value)) continue;
  failed += 1;
  const errors = validate ? validate.errors.slice(0, 5) : "no such schema";
  console.log(`${where} is no ${schema}: ${JSON.stringify(errors)}`);
}
process.exit(failed ? 1 : 0);
