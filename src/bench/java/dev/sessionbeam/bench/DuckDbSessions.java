package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Runs a script in a DuckDB in memory and prints its last row: {@code DuckDbSessions SCRIPT INPUT
 * OUTPUT THREADS}. COPY takes no parameters, so the three are put into the text.
 */
public final class DuckDbSessions {
  private DuckDbSessions() {}

  public static void main(String[] args) throws IOException, SQLException {
    String script =
        Files.readString(Path.of(args[0]))
            .replace("${input}", quoted(args[1]))
            .replace("${output}", quoted(args[2]))
            .replace("${threads}", args[3]);
    Files.createDirectories(Path.of(args[2]));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(script)) {
      row.next();
      for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
        System.out.println(row.getMetaData().getColumnName(column) + " " + row.getLong(column));
      }
    }
  }

  private static String quoted(String path) {
    return path.replace("'", "''");
  }
}
