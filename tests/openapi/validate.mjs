// Says whether a file is a valid OpenAPI document with references that all lead somewhere.
import { Validator } from "@seriousme/openapi-schema-validator";

const validator = new Validator();
const result = await validator.validate(process.argv[2]);
if (!result.valid) {
  console.log(JSON.stringify(result.errors, null, 1).slice(0, 20000));
  process.exit(1);
}
validator.resolveRefs();
console.log(`A valid OpenAPI ${validator.version} document`);
