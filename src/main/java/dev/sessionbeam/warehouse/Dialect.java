package dev.sessionbeam.warehouse;

/** The dialects of SQL in which tables can be printed. */
public enum Dialect {
  ATHENA,
  REDSHIFT,
  DUCKDB;

  /** Returns the script that makes the tables of an output. */
  public String tables(Warehouse warehouse) {
    return switch (this) {
      case ATHENA -> AthenaScript.of(warehouse);
      case REDSHIFT -> RedshiftScript.of(warehouse);
      case DUCKDB -> DuckDbScript.of(warehouse);
    };
  }
}
