package dev.sessionbeam.output.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import dev.sessionbeam.output.row.RowEncoder;
import dev.sessionbeam.parquet.RowCount;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DuckDB, which shares no code with the writer, reads what was written. */
class RowsWriterTest {
  private static final Tables TABLES =
      TestEvents.definition(
              """
              output:
                columns:
                  n: int64
                  d: double
                  small: decimal(9,2)
                  middle: decimal(18,3)
                  large: decimal(38,10)
                  flag: boolean
                  at: timestamp
                  any: json
                  page.path: string
              """)
          .tables();

  private static final String EVENT =
      "{\"machine\":\"m\u00fc\",\"time\":\"2017-02-05T09:00:00.000Z\",\"action\":\"view\",\"n\":-7,\"d\":0.1,"
          + "\"small\":-12.5,\"middle\":123456789012345.678,\"large\":-1234567890123456789012345678.0123456789,"
          + "\"flag\":true,\"at\":\"2017-02-05T09:00:00.123Z\",\"any\":[1.50],\"page\":{\"path\":\"/a\"},"
          + "\"more\":\"x\",\"session_id\":\"s\",\"session_start\":\"2017-02-05T09:00:00.000Z\",\"session_index\":3}";

  private static final String SESSION =
      "{\"session_id\":\"s\",\"machine\":\"m\",\"session_start\":\"2017-02-05T09:00:00.000Z\","
          + "\"session_end\":\"2017-02-05T09:10:00.000Z\",\"duration_ms\":600000,\"event_count\":3,"
          + "\"opened_by\":\"activity\",\"first_action\":\"a\",\"last_action\":\"view\",\"actions\":{\"a\":2,\"view\":1}"
          + "%s}";

  @TempDir private Path folder;

  private Path write(Table table, Codec codec, List<String> lines) throws IOException {
    Path file = Files.createFile(folder.resolve("part-" + codec + ".parquet"));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        RowsWriter writer = new RowsWriter(table, codec, channel)) {
      RowEncoder encoder = new RowEncoder(table);
      for (String line : lines) {
        writer.write(encoder.encode(line.getBytes(UTF_8)));
      }
    }
    return file;
  }

  /** Returns the rows of a query, with {@code | } between the values. FILE is the file's name. */
  private static List<String> query(Path file, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'America/New_York'");
      try (ResultSet result = statement.executeQuery(sql.replace("FILE", "'" + file + "'"))) {
        while (result.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            row.add(result.getString(i));
          }
          rows.add(String.join(" | ", row));
        }
      }
    }
    return rows;
  }

  @Test
  void eachTypeHasItsTypeInDuckDb() throws Exception {
    Path file = write(TABLES.events(), Codec.ZSTD, List.of(EVENT));
    assertThat(
        query(file, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM FILE)"),
        is(
            List.of(
                "machine | VARCHAR",
                "time | VARCHAR",
                "action | VARCHAR",
                "n | BIGINT",
                "d | DOUBLE",
                "small | DECIMAL(9,2)",
                "middle | DECIMAL(18,3)",
                "large | DECIMAL(38,10)",
                "flag | BOOLEAN",
                "at | TIMESTAMP WITH TIME ZONE",
                "any | VARCHAR",
                "page_path | VARCHAR",
                "session_id | VARCHAR",
                "session_start | TIMESTAMP WITH TIME ZONE",
                "session_index | BIGINT",
                "revision | BIGINT",
                "rest | VARCHAR")));
    assertThat(
        query(
            file,
            "SELECT machine, n, d, small, middle, large, flag, epoch_ms(\"at\"), \"any\", page_path,"
                + " session_start AT TIME ZONE 'UTC', session_index, revision IS NULL, rest FROM FILE"),
        is(
            List.of(
                "m\u00fc | -7 | 0.1 | -12.50 | 123456789012345.678 |"
                    + " -1234567890123456789012345678.0123456789 | true | 1486285200123 | [1.50] |"
                    + " /a | 2017-02-05 09:00:00.0 | 3 | true | {\"more\":\"x\"}")));
  }

  @Test
  void aSessionHasAMapAndAList() throws Exception {
    String revised = ",\"revision\":1,\"replaces\":[\"r1\",\"r2\"]";
    Path file =
        write(
            TABLES.sessions(),
            Codec.ZSTD,
            List.of(
                String.format(Locale.ROOT, SESSION, ""),
                String.format(Locale.ROOT, SESSION, revised)));
    assertThat(
        query(
            file,
            "SELECT actions, actions['a'], replaces, len(replaces), revision,"
                + " epoch_ms(session_end) - epoch_ms(session_start) = duration_ms FROM FILE"),
        is(
            List.of(
                "{a=2, view=1} | 2 | null | null | null | true",
                "{a=2, view=1} | 2 | [r1, r2] | 2 | 1 | true")));
    assertThat(
        query(file, "SELECT column_type FROM (DESCRIBE SELECT actions, replaces FROM FILE)"),
        is(List.of("MAP(VARCHAR, BIGINT)", "VARCHAR[]")));
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void eachCompressionIsReadBack(Codec codec) throws Exception {
    List<String> lines = List.of(EVENT, EVENT.replace("\"n\":-7", "\"n\":1e3"));
    Path file = write(TABLES.events(), codec, lines);
    assertThat(ParquetLines.of(file, TABLES.events()), is(lines));
    assertThat(query(file, "SELECT count(*), sum(n) FROM FILE"), is(List.of("2 | 993")));
    String name = codec == Codec.NONE ? "UNCOMPRESSED" : codec.name();
    assertThat(
        query(file, "SELECT DISTINCT compression FROM parquet_metadata(FILE)"), is(List.of(name)));
    assertThat(RowCount.of(FileChannel.open(file)), is(2L));
  }

  @Test
  void aFileWithoutRowsIsAFile() throws Exception {
    Path file = write(TABLES.events(), Codec.ZSTD, List.of());
    assertThat(query(file, "SELECT count(*) FROM FILE"), is(List.of("0")));
  }

  /** Memory is bounded by the size of a row group, however large a file is. */
  @Test
  void aLargeFileHasSeveralRowGroups() throws Exception {
    List<String> lines = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 60; i++) {
      lines.add(large(random));
    }
    requireSeveralRowGroups(lines);
  }

  @Test
  void largeRowsAfterManySmallOnesBeginNewRowGroupsToo() throws Exception {
    List<String> lines = new ArrayList<>(Collections.nCopies(12_000, EVENT));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 60; i++) {
      lines.add(large(random));
    }
    requireSeveralRowGroups(lines);
  }

  private static String large(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    random.ints(100_000).forEach(number -> text.append(Integer.toHexString(number)));
    return EVENT.replace("\"x\"", "\"" + text + "\"");
  }

  private void requireSeveralRowGroups(List<String> lines) throws Exception {
    Path file = write(TABLES.events(), Codec.ZSTD, lines);
    assertThat(ParquetLines.of(file, TABLES.events()).equals(lines), is(true));
    List<String> sizes =
        query(
            file,
            "SELECT sum(total_compressed_size) FROM parquet_metadata(FILE) GROUP BY row_group_id");
    assertThat(sizes.size(), is(greaterThan(1)));
    for (String size : sizes) {
      assertThat(
          Long.parseLong(size), is(lessThanOrEqualTo(RowsWriter.ROW_GROUP_BYTES + (1L << 20))));
    }
  }
}
