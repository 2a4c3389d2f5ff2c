// Read relations of a published file with @duckdb/duckdb-wasm, asking the server for the ranges that it needs.
import * as duckdb from "@duckdb/duckdb-wasm";

const HOME = "/node_modules/@duckdb/duckdb-wasm/dist";

window.readAll = async (file, relations) => {
  const bundle = { mainModule: `${HOME}/duckdb-eh.wasm`, mainWorker: `${HOME}/duckdb-browser-eh.worker.js` };
  const database = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(bundle.mainWorker));
  await database.instantiate(new URL(bundle.mainModule, location.href).href);
  await database.registerFileURL("news.duckdb", file, duckdb.DuckDBDataProtocol.HTTP, false);
  await database.open({ path: "news.duckdb", accessMode: duckdb.DuckDBAccessMode.READ_ONLY });
  const connection = await database.connect();
  const found = {};
  for (const relation of relations) {
    try {
      found[relation] = (await connection.query(`select * from ${relation}`)).numRows;
    } catch (error) {
      found[relation] = String(error).slice(0, 300);
    }
  }
  const [row] = (await connection.query("select version() as version")).toArray();
  return { version: row.version, found };
};
