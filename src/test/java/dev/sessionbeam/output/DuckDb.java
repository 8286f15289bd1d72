package dev.sessionbeam.output;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Queries an output of JSON lines through its views, with a DuckDB in memory. */
public final class DuckDb implements AutoCloseable {
  private static final Pattern OF_STREAMING =
      Pattern.compile("(,\"revision\":\\d+)?(,\"replaces\":\\[[^]]*])?}$");

  private final Connection connection;

  private DuckDb(Connection connection) {
    this.connection = connection;
  }

  /** Opens a folder that has at least one file of any dataset. */
  public static DuckDb over(Path output) throws SQLException {
    return over(output, Path.of("pipelines/nitro.yaml"));
  }

  static DuckDb over(Path output, Path definition) throws SQLException {
    DuckDb opened = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
    try {
      opened.execute(
          TablesScript.print(definition.toString(), output.toString(), "duckdb", "json"));
      return opened;
    } catch (SQLException e) {
      opened.close();
      throw e;
    }
  }

  private void execute(String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  /** Returns the lines of the current sessions, as a batch run would write them; sorted. */
  public List<String> currentSessions() throws SQLException {
    return asOfBatch(currentSessionLines());
  }

  /** Returns the lines of the current sessions, as the stream wrote them. */
  public List<String> currentSessionLines() throws SQLException {
    return lines("sessions", "");
  }

  /** Returns the lines of the current events, as a batch run would write them; sorted. */
  public List<String> currentEvents() throws SQLException {
    return asOfBatch(
        lines("events", "AND CAST(line.json ->> 'session_index' AS BIGINT) = held.session_index"));
  }

  private List<String> lines(String dataset, String also) throws SQLException {
    return rows(
        String.format(
            Locale.ROOT,
            """
            SELECT line.json
            FROM current_%1$s AS held
            JOIN read_ndjson_objects(getvariable('output') || '/%1$s/**/part-*',
              maximum_object_size = getvariable('longest_session')) AS line
            ON line.json ->> 'session_id' = held.session_id
            AND coalesce(CAST(line.json ->> 'revision' AS INTEGER), 0) = coalesce(held.revision, 0)
            %2$s
            """,
            dataset,
            also));
  }

  private static List<String> asOfBatch(List<String> lines) {
    List<String> plain = new ArrayList<>(lines);
    plain.replaceAll(line -> OF_STREAMING.matcher(line).replaceFirst("}"));
    plain.sort(null);
    return plain;
  }

  /** Returns DuckDB's plan for a query. */
  String plan(String query) throws SQLException {
    return String.join("\n", column(2, "EXPLAIN " + query));
  }

  /** Returns the first column of a query's result, as text. */
  public List<String> rows(String query) throws SQLException {
    return column(1, query);
  }

  private List<String> column(int column, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(String.valueOf(result.getString(column)));
      }
    }
    return rows;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
