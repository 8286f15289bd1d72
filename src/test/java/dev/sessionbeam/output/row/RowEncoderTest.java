package dev.sessionbeam.output.row;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Table;
import dev.sessionbeam.definition.table.Tables;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line becomes a row, and the row becomes the same line again. */
class RowEncoderTest {
  private static final Tables TABLES =
      tables(
          """
          name: test
          event:
            id: id
            machine: machine
            time: {field: time, format: epoch_millis}
            action: action
          enrich:
            day: instant.date()
          session: {gap: 30m}
          output:
            columns:
              n: int64
              d: double
              dec: decimal(9,2)
              flag: boolean
              at: timestamp
              any: json
              document.pages: int64
              document.size.w: int64
              document.title: string
          """);

  private static final Table EVENTS = TABLES.events();

  /** The roles of a line, in the order of their columns, as a line begins. */
  private static final String ROLES =
      "\"id\":\"e1\",\"machine\":\"m\",\"time\":1486285200000,\"action\":\"view\"";

  private static final String SESSION =
      "\"day\":\"2017-02-05\",\"session_id\":\"s1\",\"session_start\":\"2017-02-05T09:00:00.000Z\",\"session_index\":0}";

  static Tables tables(String yaml) {
    try {
      return DefinitionReader.read(yaml, Path.of("")).tables();
    } catch (InvalidDefinitionException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The line of an event with further fields after its roles. */
  private static String line(String... fields) {
    return "{" + ROLES + "," + String.join(",", fields) + (fields.length == 0 ? "" : ",") + SESSION;
  }

  /** Encodes a line, and requires that its row decodes to the same line. */
  private static Row encoded(String line) {
    Row row = new RowEncoder(EVENTS).encode(line.getBytes(UTF_8));
    assertThat(new String(new RowDecoder(EVENTS).decode(row), UTF_8), is(line));
    return row;
  }

  private static @Nullable Object value(Row row, String column) {
    List<String> names = EVENTS.columns().stream().map(Column::name).toList();
    Object value = row.values()[names.indexOf(column)];
    return value instanceof byte[] utf8 ? new String(utf8, UTF_8) : value;
  }

  private static @Nullable String rest(Row row) {
    byte[] rest = row.rest();
    return rest == null ? null : new String(rest, UTF_8);
  }

  @Test
  void theColumnsGiveBackALineInTheirOrder() {
    Row row =
        encoded(
            line(
                    "\"n\":12",
                    "\"d\":1.5",
                    "\"dec\":0.25",
                    "\"flag\":true",
                    "\"at\":\"2017-02-05T09:00:00.123Z\"",
                    "\"any\":{ \"a\" : 1.0 }",
                    "\"document\":{\"pages\":3,\"size\":{\"w\":7},\"title\":\"\u00dc \\\"a\\\"\\n\"}")
                .replace("\"session_index\":0}", "\"session_index\":0,\"revision\":2}"));
    assertThat(rest(row), is(nullValue()));
    assertThat(value(row, "id"), is("e1"));
    assertThat(value(row, "machine"), is("m"));
    assertThat(value(row, "time"), is(1486285200000L));
    assertThat(value(row, "action"), is("view"));
    assertThat(value(row, "n"), is(12L));
    assertThat(value(row, "d"), is(1.5));
    assertThat(value(row, "dec"), is(new BigDecimal("0.25")));
    assertThat(value(row, "flag"), is(true));
    assertThat(value(row, "at"), is(1486285200123L));
    assertThat(value(row, "any"), is("{ \"a\" : 1.0 }"));
    assertThat(value(row, "document_pages"), is(3L));
    assertThat(value(row, "document_size_w"), is(7L));
    assertThat(value(row, "document_title"), is("\u00dc \"a\"\n"));
    assertThat(value(row, "day"), is("2017-02-05"));
    assertThat(value(row, "session_id"), is("s1"));
    assertThat(value(row, "session_start"), is(1486285200000L));
    assertThat(value(row, "session_index"), is(0L));
    assertThat(value(row, "revision"), is(2L));
  }

  @Test
  void fieldsWithoutAColumnAreInTheRestInTheirOrder() {
    Row row = encoded(line("\"n\":1", "\"z\":[1, 2]", "\"a\":{\"x\":1.0}"));
    assertThat(rest(row), is("{\"z\":[1, 2],\"a\":{\"x\":1.0}}"));
    assertThat(value(row, "n"), is(1L));
  }

  /** The table in docs/definition.md, row by row: text in JSON, value in the column, rest. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      textBlock =
          """
          n    | 12                       | 12                   | NULL
          n    | -9223372036854775808     | -9223372036854775808 | NULL
          n    | 1e3                      | 1000                 | 1e3
          n    | 1.0                      | 1                    | 1.0
          n    | -0                       | 0                    | -0
          n    | "12"                     | NULL                 | "12"
          n    | 1.5                      | NULL                 | 1.5
          n    | 9223372036854775808      | NULL                 | 9223372036854775808
          n    | 12345678901234567890     | NULL                 | 12345678901234567890
          n    | 1e999999999999           | NULL                 | 1e999999999999
          n    | true                     | NULL                 | true
          n    | null                     | NULL                 | null
          d    | 1.5                      | 1.5                  | NULL
          d    | 3.0                      | 3.0                  | NULL
          d    | -0.0                     | -0.0                 | NULL
          d    | 1.0E10                   | 1.0E10               | NULL
          d    | 2.0E-3                   | 0.002                | 2.0E-3
          d    | 1.50                     | 1.5                  | 1.50
          d    | 3                        | 3.0                  | 3
          d    | 1e3                      | 1000.0               | 1e3
          d    | 0.1000000000000000055    | 0.1                  | 0.1000000000000000055
          d    | 12345678901234567890     | 1.2345678901234567E19 | 12345678901234567890
          d    | 2.0E23                   | 2.0E23               | NULL
          d    | 2e23                     | 2.0E23               | 2e23
          d    | 1e400                    | NULL                 | 1e400
          d    | "1.5"                    | NULL                 | "1.5"
          dec  | 12.5                     | 12.50                | NULL
          dec  | -7                       | -7.00                | NULL
          dec  | 9999999.99               | 9999999.99           | NULL
          dec  | 12.50                    | 12.50                | 12.50
          dec  | 1.25e1                   | 12.50                | 1.25e1
          dec  | 10000000                 | NULL                 | 10000000
          dec  | 0.125                    | NULL                 | 0.125
          dec  | "1"                      | NULL                 | "1"
          flag | false                    | false                | NULL
          flag | "true"                   | NULL                 | "true"
          flag | 1                        | NULL                 | 1
          at   | "2017-02-05T09:00:00.123Z" | 1486285200123      | NULL
          at   | "2017-02-05T10:00:00.1239+01:00" | 1486285200123 | "2017-02-05T10:00:00.1239+01:00"
          at   | "2017-02-05"             | 1486252800000        | "2017-02-05"
          at   | 1486285200123            | NULL                 | 1486285200123
          at   | "soon"                   | NULL                 | "soon"
          any  | "x"                      | "x"                  | NULL
          any  | null                     | null                 | NULL
          any  | [1.50, {"a":1,"a":2}]    | [1.50, {"a":1,"a":2}] | NULL
          """)
  void aValueOfTheTypeIsInTheColumnAndItsTextInTheRestIfItIsNotCanonical(
      String column, String json, @Nullable String value, @Nullable String rest) {
    Row row = encoded(line('"' + column + "\":" + json));
    Object found = value(row, column);
    // Java 17 prints some doubles with more digits than they need.
    String text = found instanceof Double d ? DoubleToDecimal.toString(d) : String.valueOf(found);
    assertThat(text, is(String.valueOf(value)));
    assertThat(rest(row), is(rest == null ? null : "{\"" + column + "\":" + rest + "}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "NULL",
      textBlock =
          """
          "a\\u00e9"       | a\u00e9 | "a\\u00e9"
          "a\\/b"          | a/b     | "a\\/b"
          "\\ud83d\\ude00" | \uD83D\uDE00 | "\\ud83d\\ude00"
          "\\ud83d"        | NULL    | "\\ud83d"
          "\\\\ \\" \\t."  | \\ " \t. | NULL
          ""               | `` | NULL
          7                | NULL    | 7
          """)
  void aTextIsInTheColumnAsItsCharacters(
      String json, @Nullable String value, @Nullable String rest) {
    Row row = encoded(line("\"document\":{\"title\":" + json + "}"));
    assertThat(value(row, "document_title"), is(value));
    assertThat(rest(row), is(rest == null ? null : "{\"document\":{\"title\":" + rest + "}}"));
  }

  @Test
  void aMissingFieldIsNullInTheColumnAndNotInTheRest() {
    Row row = encoded(line());
    assertThat(value(row, "n"), is(nullValue()));
    assertThat(value(row, "any"), is(nullValue()));
    assertThat(value(row, "revision"), is(nullValue()));
    assertThat(rest(row), is(nullValue()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"pages\":3,\"more\":1}",
        "{ \"pages\":3}",
        "{\"pages\":3.0}",
        "{\"title\":\"a\",\"pages\":3}",
        "{\"pages\":2,\"pages\":3}",
        "{\"pages\":3,\"size\":{}}",
        "{\"pages\":3,\"size\":{\"w\":1 }}",
        "{\"pages\":3,\"size\":7}",
        "{\"p\\u0061ges\":3}",
        "[{\"pages\":3}]",
        "null"
      })
  void anObjectThatItsColumnsDoNotGiveBackIsInTheRestAsAWhole(String document) {
    Row row = encoded(line("\"document\":" + document));
    assertThat(rest(row), is("{\"document\":" + document + "}"));
    assertThat(
        value(row, "document_pages"),
        is(document.startsWith("{") && document.length() > 2 ? 3L : null));
  }

  @Test
  void anotherOrderIsKeptByTheNamesOfTheFields() {
    String roles = "\"time\":1,\"id\":\"e\",\"action\":\"a\",\"machine\":\"m\"";
    Row row = encoded("{" + roles + "," + SESSION);
    assertThat(
        rest(row),
        is(
            "{\"_order\":[\"time\",\"id\",\"action\",\"machine\",\"day\",\"session_id\",\"session_start\",\"session_index\"]}"));
    Row more = encoded("{\"x\":1," + roles + ",\"y\\u0041\":2," + SESSION);
    assertThat(
        rest(more),
        is(
            "{\"_order\":[\"x\",\"time\",\"id\",\"action\",\"machine\",\"y\\u0041\",\"day\",\"session_id\",\"session_start\",\"session_index\"],\"x\":1,\"y\\u0041\":2}"));
  }

  @Test
  void anEnrichedFieldThatReplacesOneOfTheRecordKeepsItsPlace() {
    encoded(
        "{\"day\":\"2017-02-05\"," + ROLES + "," + SESSION.replace("\"day\":\"2017-02-05\",", ""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"_order\":[\"n\"]",
        "\"n\" :1",
        "\"\\u006e\":1",
        "\"n\":1,\"n\":1",
        "\"x\":1,\"x\":2"
      })
  void aLineThatIsWrittenUnusuallyIsTheRestAsAWhole(String field) {
    String line = line(field);
    assertThat(rest(encoded(line)), is(line));
  }

  @Test
  void aFieldOfTheSessionWithAnUnusualTextIsTheRestAsAWhole() {
    String line = line().replace("\"session_id\":\"s1\"", "\"session_id\":\"\\u00731\"");
    Row row = encoded(line);
    assertThat(rest(row), is(line));
    assertThat(value(row, "session_id"), is("s1"));
  }

  @Test
  void aSessionHasAMapAndAList() {
    Table sessions = TABLES.sessions();
    String line =
        "{\"session_id\":\"s1\",\"machine\":\"m\",\"session_start\":\"2017-02-05T09:00:00.000Z\",\"session_end\":\"2017-02-05T09:10:00.000Z\",\"duration_ms\":600000,\"event_count\":3,\"opened_by\":\"activity\",\"first_action\":\"a\\\"b\",\"last_action\":\"view\",\"actions\":{\"a\\\"b\":2,\"view\":1},\"revision\":1,\"replaces\":[\"r1\",\"r2\"]}";
    Row row = new RowEncoder(sessions).encode(line.getBytes(UTF_8));
    List<String> names = sessions.columns().stream().map(Column::name).toList();
    assertThat(row.values()[names.indexOf("actions")], is(Map.of("a\"b", 2L, "view", 1L)));
    assertThat(row.values()[names.indexOf("replaces")], is(List.of("r1", "r2")));
    assertThat(new String(new RowDecoder(sessions).decode(row), UTF_8), is(line));
  }

  @Test
  void aLineOfAnotherTableIsNotEncoded() {
    byte[] event = line().getBytes(UTF_8);
    RowEncoder sessions = new RowEncoder(TABLES.sessions());
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> sessions.encode(event)).getMessage(),
        containsString("is not one of the table"));
    RowEncoder events = new RowEncoder(EVENTS);
    byte[] noSession = ("{" + ROLES + "}").getBytes(UTF_8);
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> events.encode(noSession)).getMessage(),
        containsString("it has no session_id"));
  }
}
