// Read relations of a published file with Node's @duckdb/node-api: node read_node.cjs FILE RELATION…
const { DuckDBInstance } = require("@duckdb/node-api");
const { version } = require("@duckdb/node-api/package.json");

async function main() {
  const [file, ...relations] = process.argv.slice(2);
  const instance = await DuckDBInstance.create(file, { access_mode: "READ_ONLY" });
  const connection = await instance.connect();
  const found = {};
  for (const relation of relations) {
    try {
      found[relation] = (await connection.runAndReadAll(`select * from ${relation}`)).getRowObjectsJson().length;
    } catch (error) {
      found[relation] = String(error).slice(0, 300);
    }
  }
  console.log(JSON.stringify({ version: `@duckdb/node-api ${version}`, found }));
}

main();
