package dev.sessionbeam.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** COPY as Redshift does it, as far as its documentation says. Anything else is an error. */
final class RedshiftCopy {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern COPY =
      Pattern.compile(
          "COPY (\\w+) FROM '(s3://[^']+)' IAM_ROLE (?:default|'[^']+') FORMAT AS (PARQUET"
              + " SERIALIZETOJSON|JSON 'auto ignorecase' TIMEFORMAT 'auto'(?: GZIP)?) MANIFEST");

  private final Connection connection;
  private final String table;
  private final List<String> columns = new ArrayList<>();
  private final List<String> types = new ArrayList<>();

  private RedshiftCopy(Connection connection, String table) throws SQLException {
    this.connection = connection;
    this.table = table;
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " LIMIT 0")) {
      ResultSetMetaData metadata = none.getMetaData();
      for (int i = 1; i <= metadata.getColumnCount(); i++) {
        columns.add(metadata.getColumnName(i));
        types.add(metadata.getColumnTypeName(i));
      }
    }
  }

  static void run(String statement, Connection connection, Function<String, Path> files)
      throws SQLException, IOException {
    Matcher copy = COPY.matcher(statement);
    if (!copy.matches()) {
      throw new IllegalArgumentException("not a COPY of Redshift: " + statement);
    }
    RedshiftCopy into = new RedshiftCopy(connection, copy.group(1));
    JsonNode manifest = JSON.readTree(files.apply(copy.group(2)).toFile());
    for (JsonNode entry : manifest.get("entries")) {
      Path file = files.apply(entry.get("url").asText());
      long bytes = entry.get("meta").get("content_length").asLong();
      if (!Files.exists(file) || Files.size(file) != bytes) {
        throw new IOException("the manifest is wrong about " + file);
      }
      if (copy.group(3).startsWith("PARQUET")) {
        into.parquet(file);
      } else {
        into.lines(file);
      }
    }
  }

  private void parquet(Path file) throws SQLException {
    try (Database duckDb = Database.duckDb("SET TimeZone = 'UTC'")) {
      String from = " FROM read_parquet('" + file + "', hive_partitioning = false)";
      List<String> names = duckDb.rows("SELECT column_name FROM (DESCRIBE " + from + ")");
      if (!names.equals(columns)) {
        throw new IllegalArgumentException(
            "the columns of " + table + " are " + columns + ", and those of the file " + names);
      }
      String values =
          names.stream()
              .map(
                  name ->
                      types.get(names.indexOf(name)).equals("jsonb")
                          ? "CASE WHEN \""
                              + name
                              + "\" IS NOT NULL THEN to_json(\""
                              + name
                              + "\") END"
                          : "CAST(\"" + name + "\" AS VARCHAR)")
              .collect(Collectors.joining(", "));
      try (Statement statement = duckDb.connection().createStatement();
          ResultSet rows = statement.executeQuery("SELECT " + values + from)) {
        while (rows.next()) {
          List<@Nullable String> row = new ArrayList<>();
          for (int i = 1; i <= names.size(); i++) {
            row.add(rows.getString(i));
          }
          insert(row);
        }
      }
    }
  }

  private void lines(Path file) throws SQLException, IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      for (String line : new String(in.readAllBytes(), UTF_8).lines().toList()) {
        JsonNode fields = JSON.readTree(line);
        List<@Nullable String> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          JsonNode value = fields.get(columns.get(i));
          row.add(
              value == null
                  ? null
                  : types.get(i).equals("jsonb") ? value.toString() : value.asText());
        }
        insert(row);
      }
    }
  }

  private void insert(List<@Nullable String> row) throws SQLException {
    String places =
        types.stream().map(type -> "CAST(? AS " + type + ")").collect(Collectors.joining(", "));
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + places + ")")) {
      for (int i = 0; i < row.size(); i++) {
        statement.setString(i + 1, row.get(i));
      }
      statement.execute();
    }
  }
}
