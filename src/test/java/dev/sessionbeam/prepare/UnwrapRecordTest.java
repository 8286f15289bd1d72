package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.sameInstance;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.TestEvents;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.InnerOrigin;
import dev.sessionbeam.event.Origin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.Reason;
import dev.sessionbeam.failure.RecordRejectedException;
import dev.sessionbeam.failure.RejectedRecord;
import dev.sessionbeam.json.FieldPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record that holds many becomes these; every other record stays as it is. */
class UnwrapRecordTest {
  private static final Origin OUTER = new FileOrigin("events.jsonl", 0);

  private static UnwrapRecord.Unwrapped unwrap(String path, RawRecord record)
      throws RecordRejectedException {
    return new UnwrapRecord(FieldPath.of(path)).of(record);
  }

  private static RawRecord raw(String text, Origin origin) {
    return new RawRecord(text.getBytes(UTF_8), origin);
  }

  /** Each inner record as {@code index text}; a rejected element as {@code index reason text}. */
  private static String text(UnwrapRecord.Unwrapped unwrapped) {
    List<String> all = new ArrayList<>();
    for (RawRecord record : unwrapped.records()) {
      all.add(index(record) + " " + TestEvents.text(record));
    }
    for (RejectedRecord rejected : unwrapped.rejected()) {
      RawRecord record = rejected.record();
      all.add(index(record) + " " + rejected.reason().code() + " " + TestEvents.text(record));
    }
    return String.join(" ; ", all);
  }

  private static String index(RawRecord record) {
    InnerOrigin origin = (InnerOrigin) record.origin();
    assertThat(origin.outer(), is(OUTER));
    return origin.index() + (origin.isElement() ? "+" + origin.levels() : "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          batch      | {"batch":[{"a":1},{"a":2}],"sentAt":"x"}   | 0 {"a":1} ; 1 {"a":2}
          batch      | {"batch":[{"a": 1.0, "b" : "\\u00e9"}]}    | 0 {"a": 1.0, "b" : "\\u00e9"}
          batch      | {"batch":[]}                               | ``
          batch      | {"batch" : [ ] }                           | ``
          batch      | {"batch":[1,true,[{"a":1}],{}]}            | 0 1 ; 1 true ; 2 [{"a":1}] ; 3 {}
          batch      | {"batch":[null,{"a":1}]}                   | 1 {"a":1} ; 0+0 missing_field null
          batch      | {"batch":["{\\"a\\":1}"," ",""]}           | 0 {"a":1} ; 1+0 blank_field " " ; 2+0 blank_field ""
          batch      | {"batch":["{\\"a\\":1}\\r\\n"]}            | 0 {"a":1}
          batch      | {"batch":["\\ud800"]}                      | 0+0 not_utf8 "\\ud800"
          batch      | {"batch":["plain text"]}                   | 0 plain text
          batch      | {"x":"]","\\u0062atch":[{"a":1}]}          | 0 {"a":1}
          batch      | [{"a":1},{"batch":[{"a":2}]}]              | 0 {"a":1} ; 1 {"batch":[{"a":2}]}
          this       | [{"a":1},"{\\"a\\":2}",null]               | 0 {"a":1} ; 1 {"a":2} ; 2+0 missing_field null
          this       | [[{"a":1}]]                                | 0 [{"a":1}]
          log.msg    | {"log":[{"msg":"{\\"a\\":1}"},{"msg":{"a":2}}]} | 0 {"a":1} ; 1 {"a":2}
          log.msg    | {"log":[{"no":1},{"msg":null},7]}          | 0+1 missing_field {"no":1} ; 1+1 missing_field {"msg":null} ; 2+1 missing_field 7
          log.msg    | {"log":[{"msg":1,"msg":2}]}                | 0+1 duplicate_field {"msg":1,"msg":2}
          log.msg    | {"log":{"msg":[{"a":1}]}}                  | 0 {"a":1}
          a.b.c.d    | {"a":{"b":[{"c":{"d":{"e":1}}}]}}          | 0 {"e":1}
          a.b.c.d    | {"a":{"b":[{"c":[{"d":1}]}]}}              | 0+2 missing_field {"c":[{"d":1}]}
          """)
  void theRecordsAreTheElements(String path, String record, String inner)
      throws RecordRejectedException {
    UnwrapRecord.Unwrapped unwrapped = unwrap(path, raw(record, OUTER));
    assertThat(unwrapped.isContainer(), is(true));
    assertThat(text(unwrapped), is(inner));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          batch   | {"a":1}
          batch   | {"batch":{"a":1}}
          batch   | {"batch":"[1]"}
          batch   | {"batch":null}
          batch   | {"x":{"batch":[{"a":1}]}}
          log.msg | {"log":{"msg":{"a":1}}}
          log.msg | {"log":1}
          this    | {"this":[{"a":1}]}
          this    | {"a":
          this    | 42
          this    | oops
          this    | ``
          """)
  void aRecordWithoutSuchAnArrayStaysAsItIs(String path, String text) throws Exception {
    RawRecord record = raw(text, OUTER);
    UnwrapRecord.Unwrapped unwrapped = unwrap(path, record);
    assertThat(unwrapped.isContainer(), is(false));
    assertThat(unwrapped.records(), is(List.of(record)));
    assertThat(unwrapped.rejected(), is(List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          batch   | {"batch":[{"a":1}],"batch":[{"a":2}]} | DUPLICATE_FIELD
          log.msg | {"log":{"msg":[1],"msg":[2]}}         | DUPLICATE_FIELD
          batch   | {"batch":[{"a":1},                    | NOT_JSON
          batch   | [{"a":1},                             | NOT_JSON
          batch   | [{"a":1}] [{"a":2}]                   | NOT_JSON
          this    | [oops]                                | NOT_JSON
          batch   | 42                                    | NOT_AN_OBJECT
          batch   | oops                                  | NOT_JSON
          """)
  void aRecordThatIsNotClearIsRejectedAsAWhole(String path, String text, Reason reason) {
    assertThat(rejection(path, text).reason(), is(reason));
  }

  private static RecordRejectedException rejection(String path, String text) {
    return assertThrows(RecordRejectedException.class, () -> unwrap(path, raw(text, OUTER)));
  }

  @Test
  void theNumberOfRecordsAndTheSizeAreBounded() throws RecordRejectedException {
    String most = "[" + "0,".repeat(UnwrapRecord.MAX_RECORDS - 1) + "0]";
    assertThat(unwrap("this", raw(most, OUTER)).records().size(), is(UnwrapRecord.MAX_RECORDS));
    assertThat(rejection("this", most.replace("]", ",0]")).reason(), is(Reason.TOO_LARGE));
    String large = "[\"" + "x".repeat(UnwrapRecord.MAX_BYTES - 4) + "\"]";
    assertThat(unwrap("this", raw(large, OUTER)).records().size(), is(1));
    assertThat(rejection("this", large + " ").reason(), is(Reason.TOO_LARGE));
    assertThat(rejection("this", "[".repeat(2_000)).reason(), is(Reason.TOO_DEEP));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"batch\":[{\"a\":1}]}", "[{\"a\":1}]", "oops"})
  void anInnerRecordIsNotUnwrappedAgain(String text) throws RecordRejectedException {
    RawRecord inner = raw(text, InnerOrigin.ofRecord(OUTER, 3));
    UnwrapRecord.Unwrapped unwrapped = unwrap("batch", inner);
    assertThat(unwrapped.isContainer(), is(false));
    assertThat(unwrapped.records().get(0), is(sameInstance(inner)));
  }

  @Test
  void anElementGivesItsRecordAgainOrTheSameRejection() throws RecordRejectedException {
    RawRecord text = raw("\"{\\\"a\\\":1}\"", new InnerOrigin(OUTER, 0, 0));
    assertThat(
        unwrap("batch", text).records(),
        is(List.of(raw("{\"a\":1}", InnerOrigin.ofRecord(OUTER, 0)))));
    assertThat(unwrap("batch", text).isContainer(), is(false));
    RawRecord mended = raw("{\"msg\":{\"a\":1}}", new InnerOrigin(OUTER, 2, 1));
    assertThat(
        unwrap("log.msg", mended).records(),
        is(List.of(raw("{\"a\":1}", InnerOrigin.ofRecord(OUTER, 2)))));
    RawRecord without = raw("{\"no\":1}", new InnerOrigin(OUTER, 0, 1));
    assertThat(
        assertThrows(RecordRejectedException.class, () -> unwrap("log.msg", without)).reason(),
        is(Reason.MISSING_FIELD));
    assertThat(
        "with a definition that takes the whole element",
        unwrap("log", without).records(),
        is(List.of(raw("{\"no\":1}", InnerOrigin.ofRecord(OUTER, 0)))));
  }
}
