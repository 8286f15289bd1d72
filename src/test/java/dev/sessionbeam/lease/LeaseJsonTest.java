package dev.sessionbeam.lease;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the file of leases. */
class LeaseJsonTest {
  private static final LeaseTable TABLE =
      new LeaseTable(
          7,
          List.of(
              lease(
                  "b",
                  5,
                  LeasedDays.days(LocalDate.parse("2017-02-05"), LocalDate.parse("2017-02-07"))),
              lease("s", 7, LeasedDays.daysFrom(FakeTime.START))));

  private static final String TEXT =
      """
      {
        "format" : 1,
        "lastEpoch" : 7,
        "leases" : [ {
          "holder" : "b",
          "kind" : "backfill",
          "from" : "2017-02-05",
          "to" : "2017-02-07",
          "epoch" : 5,
          "acquired" : "2026-11-29T12:00:00Z",
          "renewed" : "2026-11-29T12:00:30Z",
          "host" : "host-1",
          "pid" : 42,
          "system" : "boot-1 pid:[1]"
        }, {
          "holder" : "s",
          "kind" : "backfill",
          "from" : "2026-11-29",
          "to" : null,
          "epoch" : 7,
          "acquired" : "2026-11-29T12:00:00Z",
          "renewed" : "2026-11-29T12:00:30Z",
          "host" : "host-1",
          "pid" : 42,
          "system" : "boot-1 pid:[1]"
        } ]
      }
      """;

  private static Lease lease(String holder, long epoch, LeasedDays coverage) {
    return new Lease(
        new LeaseClaim(holder, RunKind.BACKFILL, coverage),
        epoch,
        FakeTime.START,
        FakeTime.START.plusSeconds(30),
        new HostProcess("host-1", 42, "boot-1 pid:[1]"));
  }

  @Test
  void isWrittenForAPersonToRead() throws IOException {
    assertThat(LeaseJson.write(TABLE), is(TEXT));
    assertThat(LeaseJson.read(TEXT, "f"), is(TABLE));
    assertThat(LeaseJson.read(LeaseJson.write(LeaseTable.EMPTY), "f"), is(LeaseTable.EMPTY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"pid\" : 42      | \"pid\" : \"42\"",
        "\"pid\" : 42      | \"pid\" : 42, \"more\" : 1",
        "\"pid\" : 42      | \"pid\" : 4.2",
        "\"pid\" : 42      | \"pid\" : null",
        "\"pid\" : 42      | \"pid\" : 42, \"pid\" : 43",
        "\"host\" : \"host-1\", | ' '",
        "\"to\" : null,    | ' '",
        "\"kind\"          | \"holder\"",
        "\"holder\" : \"b\" | \"holder\" : null",
        "\"holder\" : \"b\" | \"holder\" : \"\"",
        "\"holder\" : \"b\" | \"holder\" : \"s\"",
        "\"from\" : \"2017-02-05\" | \"from\" : \"2017-02-30\"",
        "\"from\" : \"2017-02-05\" | \"from\" : \"2017-02-07\"",
        "12:00:30Z         | 25:00:30Z",
        "\"acquired\" : \"2026-11-29T12:00:00Z\" | \"acquired\" : null",
        "\"epoch\" : 5     | \"epoch\" : 0",
        "\"lastEpoch\" : 7 | \"lastEpoch\" : 6",
        "\"lastEpoch\" : 7 | \"lastEpoch\" : null",
        "\"leases\" : [    | \"leases\" : null, \"x\" : [",
        "\"format\" : 1    | \"format\" : \"1\"",
        "} ]               | ]",
        "} ]               | }, null ]"
      })
  void anythingElseIsDamaged(String right, String wrong) {
    String text = TEXT.replace(right.strip(), wrong.strip());
    IOException damaged = assertThrows(IOException.class, () -> LeaseJson.read(text, "the-file"));
    assertThat(
        damaged.getMessage(),
        allOf(containsString("the-file is damaged"), containsString("delete the file")));
  }

  @Test
  void textAfterTheEndIsDamage() {
    assertThrows(IOException.class, () -> LeaseJson.read(TEXT + "}", "the-file"));
  }

  @Test
  void anotherFormatComesFromAnotherVersion() {
    String text = "{\"format\": 2, \"leases\": {}}";
    IOException other = assertThrows(IOException.class, () -> LeaseJson.read(text, "the-file"));
    assertThat(
        other.getMessage(),
        allOf(
            containsString("the-file has format 2"), containsString("the version that wrote it")));
  }
}
