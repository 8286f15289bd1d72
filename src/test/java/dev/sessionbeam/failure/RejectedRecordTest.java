package dev.sessionbeam.failure;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.json.JsonSyntaxException.Fault;
import dev.sessionbeam.prepare.Rule;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.testing.CoderProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RejectedRecordTest {
  private static final RawRecord RECORD =
      new RawRecord(new byte[] {0, -1, '\n'}, new FileOrigin("\u00e9.gz", 7));

  private static <A> A reject(A input) throws RecordRejectedException {
    throw new RecordRejectedException(Reason.BLANK_FIELD, "is blank: " + input, "machine_id");
  }

  private static RecordRejectedException exceptionOf(Rule<Integer, Integer> rule) {
    return assertThrows(RecordRejectedException.class, () -> rule.apply(1));
  }

  @ParameterizedTest
  @EnumSource
  void aRejectedRecordIsEqualAfterEncodingAndDecoding(Reason reason) throws Exception {
    for (Stage stage : Stage.values()) {
      CoderProperties.coderDecodeEncodeEqual(
          RejectedRecordCoder.of(), new RejectedRecord(RECORD, reason, stage, "is \u00e9", "a.b"));
      CoderProperties.coderDecodeEncodeEqual(
          RejectedRecordCoder.of(), new RejectedRecord(RECORD, reason, stage, "", null));
    }
    CoderProperties.coderSerializable(RejectedRecordCoder.of());
  }

  @Test
  void aRejectedRecordHasTheNameOfItsStep() {
    Rule<Integer, Integer> good = input -> input + 1;
    Rule<Integer, Integer> first = Rule.step(Stage.VALIDATE, RejectedRecordTest::reject);
    assertThat(exceptionOf(first).of(RECORD).stage(), is(Stage.VALIDATE));
    assertThat(
        exceptionOf(first.then(Stage.CLEAN, good)).of(RECORD),
        is(
            new RejectedRecord(
                RECORD, Reason.BLANK_FIELD, Stage.VALIDATE, "is blank: 1", "machine_id")));
    Rule<Integer, Integer> last =
        Rule.step(Stage.VALIDATE, good)
            .then(Stage.CLEAN, good)
            .then(Stage.ENRICH, RejectedRecordTest::reject);
    assertThat(
        exceptionOf(last).of(RECORD),
        is(
            new RejectedRecord(
                RECORD, Reason.BLANK_FIELD, Stage.ENRICH, "is blank: 3", "machine_id")));
  }

  @Test
  void stepsAreAppliedInOrder() throws Exception {
    Rule<Integer, String> rule =
        Rule.step(Stage.VALIDATE, (Integer input) -> input + 1)
            .then(Stage.CLEAN, (Integer input) -> input * 10)
            .then(Stage.ENRICH, (Integer input) -> "is " + input);
    assertThat(rule.apply(1), is("is 20"));
  }

  @Test
  void theCodesAreAClosedList() {
    assertThat(
        Stream.of(Reason.values()).map(Reason::code).collect(Collectors.joining(" ")),
        is(
            "not_utf8 not_json not_an_object too_deep too_large duplicate_field missing_field"
                + " wrong_type blank_field value_not_allowed schema_mismatch unreadable_time"
                + " time_out_of_range ahead_of_arrival too_many_events late"));
    assertThat(
        Stream.of(Stage.values()).map(Stage::code).collect(Collectors.joining(" ")),
        is("validate clean check_time enrich admit"));
  }

  @Test
  void eachFaultOfTheSyntaxHasAReasonOfItsOwn() {
    Set<Reason> reasons = EnumSet.noneOf(Reason.class);
    for (Fault fault : Fault.values()) {
      assertThat(Reason.of(fault).name(), is(fault.name()));
      reasons.add(Reason.of(fault));
    }
    assertThat(reasons.size(), is(Fault.values().length));
  }
}
