package dev.sessionbeam.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;

/**
 * Runs a script in a DuckDB in memory and prints the row of its last query: {@code DuckDbSessions
 * SCRIPT INPUT OUTPUT THREADS}. COPY accepts no parameters, so this class replaces the three values
 * in the text of the script.
 */
public final class DuckDbSessions {
  private static final String NOT_UTF8 =
      """
      SELECT file_path, line_byte_position - 1, strlen(csv_line)
      FROM reject_errors
      JOIN reject_scans USING (scan_id, file_id)
      """;

  private DuckDbSessions() {}

  public static void main(String[] args) throws IOException, SQLException {
    Path output = Path.of(args[2]);
    String script =
        Files.readString(Path.of(args[0]))
            .replace("${input}", quoted(args[1]))
            .replace("${output}", quoted(args[2]))
            .replace("${threads}", args[3]);
    Files.createDirectories(output);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      try (ResultSet row = statement.executeQuery(script)) {
        row.next();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
          System.out.println(row.getMetaData().getColumnName(column) + " " + row.getLong(column));
        }
      }
      try (ResultSet lines = statement.executeQuery(NOT_UTF8)) {
        keep(lines, output.resolve("invalid/date=" + LocalDate.now(ZoneOffset.UTC)));
      }
    }
  }

  private static String quoted(String path) {
    return path.replace("'", "''");
  }

  /** Writes the bytes of lines that are given by file, position and length. */
  private static void keep(ResultSet lines, Path folder) throws IOException, SQLException {
    Files.createDirectories(folder);
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve("part-not-utf8.jsonl"))) {
      while (lines.next()) {
        byte[] line = new byte[lines.getInt(3)];
        try (RandomAccessFile file = new RandomAccessFile(lines.getString(1), "r")) {
          file.seek(lines.getLong(2));
          file.readFully(line);
        }
        String raw = Base64.getEncoder().encodeToString(line);
        out.write("{\"reason\":\"not_utf8\",\"raw_base64\":\"" + raw + "\"}\n");
      }
    }
  }
}
