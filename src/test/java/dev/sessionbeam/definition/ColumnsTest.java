package dev.sessionbeam.definition;

import static dev.sessionbeam.definition.Definitions.MINIMAL;
import static dev.sessionbeam.definition.Definitions.faults;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.definition.table.Column;
import dev.sessionbeam.definition.table.Table;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("locales")
class ColumnsTest {
  private static final String SESSION =
      "session_id string SESSION, session_start timestamp SESSION, session_index int64 SESSION,"
          + " revision int64 SESSION";

  @Test
  void anEventHasTheRolesAndTheEnrichedFieldsAndTheFieldsOfTheSession() throws Exception {
    String enrich =
        """
        enrich:
          at: instant
          day: instant.date()
          hour: instant.getHours()
          half: double(instant.getHours()) / 2.0
          early: instant.getHours() < 6
          big: 7u
          copy: action
        """;
    assertThat(
        events(MINIMAL + enrich),
        is(
            "machine_id string RECORD, timestamp string RECORD, action string RECORD,"
                + " at timestamp ENRICH, day string ENRICH, hour int64 ENRICH, half double ENRICH,"
                + " early boolean ENRICH, big decimal(20,0) ENRICH, copy json ENRICH, "
                + SESSION));
  }

  @Test
  void declaredColumnsHaveTheirOrderAndTheirTypes() throws Exception {
    String output =
        """
        enrich: {section: this.page.path}
        output:
          columns:
            action: string
            document.pages: int64
            'price.in eur': {type: 'decimal(10, 2)', as: price}
            '"a.b"': json
            2fa: boolean
            section: string
            machine_id: {type: string, as: machine}
        """;
    assertThat(
        events(MINIMAL + output),
        is(
            "timestamp string RECORD, action string RECORD, document_pages int64 RECORD,"
                + " price decimal(10,2) RECORD, a_b json RECORD, _2fa boolean RECORD,"
                + " machine string RECORD, section string ENRICH, "
                + SESSION));
  }

  @Test
  void aSessionHasTheMachineUnderTheNameThatItHasInEvents() throws Exception {
    String nested = MINIMAL.replace("machine_id", "visitor.id");
    assertThat(
        text(Definitions.read(nested).tables().sessions()),
        is(
            "session_id string SESSION, visitor_id string SESSION, session_start timestamp SESSION,"
                + " session_end timestamp SESSION, duration_ms int64 SESSION, event_count int64"
                + " SESSION, opened_by string SESSION, first_action string SESSION, last_action"
                + " string SESSION, actions map(string,int64) SESSION, revision int64 SESSION,"
                + " replaces list(string) SESSION"));
    String as = "output: {columns: {visitor.id: {type: string, as: v}}}";
    assertThat(Definitions.read(nested + as).tables().sessions().columns().get(1).name(), is("v"));
  }

  @Test
  void onlyEventsHaveARest() throws Exception {
    assertThat(Definitions.read(MINIMAL).tables().events().hasRest(), is(true));
    assertThat(Definitions.read(MINIMAL).tables().sessions().hasRest(), is(false));
  }

  @Test
  void aTimeOfSeveralFormsIsJson() throws Exception {
    String lenient = MINIMAL.replace("iso8601", "epoch_millis_lenient");
    assertThat(
        Definitions.read(lenient).tables().events().columns().get(1).type().toString(), is("json"));
    String strict = MINIMAL.replace("iso8601", "epoch_millis");
    assertThat(
        Definitions.read(strict).tables().events().columns().get(1).type().toString(), is("int64"));
  }

  @Test
  void aFormatHasItsUsualCompressionIfTheDefinitionHasNone() throws Exception {
    OutputSettings parquet = Definitions.read(MINIMAL + "output: {format: parquet}").output();
    assertThat(parquet.format(), is(Format.PARQUET));
    assertThat(parquet.compression(), is(Codec.ZSTD));
    assertThat(parquet.compressionOf(Format.JSON), is(Codec.GZIP));
    OutputSettings json = Definitions.read(MINIMAL + "output: {compression: none}").output();
    assertThat(json.compressionOf(Format.JSON), is(Codec.NONE));
    assertThat(json.compressionOf(Format.PARQUET), is(Codec.ZSTD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a: strin                       | 'a': unknown type 'strin'; did you mean 'string'?
          a: decimal(39,2)               | 'a': 'decimal(39,2)': the number of digits must be from 1 to 38
          a: decimal(9,10)               | 'a': 'decimal(9,10)': the digits after the point must be at least 0, and not more than all digits
          a: {as: b}                     | a.type: is missing
          a: {type: string, as: 1b}      | a.as: must have only letters, digits and _, must not begin with a digit, and must have at most 127 characters
          session_id: string             | session_id: every table has this column already: remove it here
          rest: json                     | rest: 'rest' is the column that holds what no other column holds: name the column with {type: TYPE, as: NAME} in output.columns
          a: {type: string, as: Rest}    | a: 'Rest' is the column that holds what no other column holds: name the column with {type: TYPE, as: NAME} in output.columns
          a: {type: string, as: Date}    | a: the column 'Date' has the name of a partition: name the column with {type: TYPE, as: NAME} in output.columns
          session.id: string             | session.id: 'session.id' and 'session_id' would both be the column 'session_id': name the column with {type: TYPE, as: NAME} in output.columns
          machine-id: string             | machine-id: 'machine-id' and 'machine_id' would both be the column 'machine_id': name the column with {type: TYPE, as: NAME} in output.columns
          machine_id: {type: string, as: Opened_By} | machine_id: 'machine_id' and 'opened_by' would both be the column 'opened_by': name the column with {type: TYPE, as: NAME} in output.columns
          machine_id.x: string           | machine_id.x: overlaps with 'machine_id', which is a column too: remove one of them
          machine_id: int64              | machine_id: a column of the type int64 would always be empty, because the role of the field requires text: use string
          timestamp: boolean             | timestamp: a column of the type boolean would always be empty, because the role of the field requires text: use string
          Action: string                 | Action: 'Action' differs only in case from 'action', which is a field too: readers that ignore case show only one of them; rename it
          """)
  void aWrongColumnIsAFault(String column, String fault) {
    String start =
        fault.startsWith("'a'")
            ? "8: output.columns.a" + fault.substring(3)
            : "8: output.columns." + fault;
    assertThat(faults(MINIMAL + "output: {columns: {" + quoted(column) + "}}"), contains(start));
  }

  /** In a YAML mapping in braces, a comma would end the type. */
  private static String quoted(String column) {
    return column.startsWith("a: decimal") ? "a: '" + column.substring(3) + "'" : column;
  }

  @Test
  void allFaultsOfColumnsAreReportedTogetherWithTheirLines() {
    String columns =
        """
        output:
          format: parquett
          columns:
            a: text
            b.c: int64
            b-c: int64
            b: json
        """;
    assertThat(
        faults(MINIMAL + columns),
        contains(
            "9: output.format: unknown value 'parquett'; did you mean 'parquet'?",
            "11: output.columns.a: unknown type 'text'; known here: string, int64, double, decimal(p,s), boolean, timestamp, json",
            "13: output.columns.b-c: 'b-c' and 'b.c' would both be the column 'b_c': name the column with {type: TYPE, as: NAME} in output.columns",
            "14: output.columns.b: overlaps with 'b.c', which is a column too: remove one of them"));
  }

  @Test
  void aFieldWithARoleCanCollideWithoutBeingDeclared() {
    assertThat(
        faults(MINIMAL.replace("action: action", "action: machine.id")),
        contains(
            "5: event.action: 'machine.id' and 'machine_id' would both be the column 'machine_id':"
                + " name the column with {type: TYPE, as: NAME} in output.columns"));
  }

  private static String events(String yaml) throws InvalidDefinitionException {
    return text(Definitions.read(yaml).tables().events());
  }

  private static String text(Table table) {
    List<Column> columns = table.columns();
    return String.join(
        ", ",
        columns.stream()
            .map(
                column ->
                    String.format(
                        Locale.ROOT, "%s %s %s", column.name(), column.type(), column.source()))
            .toList());
  }
}
