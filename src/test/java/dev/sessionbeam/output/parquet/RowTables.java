package dev.sessionbeam.output.parquet;

import dev.sessionbeam.output.TablesScript;
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

  private final Path output;

  private RowTables(Path output) throws SQLException {
    this.connection = DriverManager.getConnection("jdbc:duckdb:");
    this.output = output;
  }

  /** Opens an output with its views, such as {@code sessions} and {@code current_sessions}. */
  public static RowTables over(Path output) throws SQLException {
    RowTables tables = new RowTables(output);
    tables.execute(tables.script(output));
    return tables;
  }

  private String script(Path of) {
    return TablesScript.print(of.toString(), "duckdb", "parquet");
  }

  /** Adds tables with the rows of another output, with this suffix in their names. */
  public RowTables with(String suffix, Path other) throws SQLException {
    execute(script(other));
    for (String dataset : List.of("sessions", "events")) {
      execute("CREATE TABLE " + dataset + suffix + " AS FROM " + dataset);
    }
    execute(script(output));
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
