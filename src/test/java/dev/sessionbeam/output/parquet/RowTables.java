package dev.sessionbeam.output.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Queries outputs of Parquet files with a DuckDB in memory. */
public final class RowTables implements AutoCloseable {
  private final Connection connection;

  private RowTables(Connection connection) {
    this.connection = connection;
  }

  /**
   * Opens an output: the views {@code sessions} and {@code events} over its files, and those of the
   * current rows of a stream over these.
   */
  public static RowTables over(Path output) throws IOException, SQLException {
    RowTables tables = new RowTables(DriverManager.getConnection("jdbc:duckdb:")).with("", output);
    tables.execute(Files.readString(Path.of("pipelines/current.sql")));
    return tables;
  }

  /** Adds tables of another output, with this suffix in their names. */
  public RowTables with(String suffix, Path output) throws SQLException {
    for (String dataset : List.of("sessions", "events")) {
      execute(
          "CREATE VIEW "
              + dataset
              + suffix
              + " AS SELECT * FROM read_parquet('"
              + output
              + "/"
              + dataset
              + "/*/*.parquet', hive_types_autocast = false)");
    }
    return this;
  }

  /** Runs a statement. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the rows of a query, with {@code | } between the values. */
  public List<String> rows(String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join(" | ", row));
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
