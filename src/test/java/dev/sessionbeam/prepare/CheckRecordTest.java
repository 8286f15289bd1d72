package dev.sessionbeam.prepare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sessionbeam.DefaultLocale;
import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.DefinitionReader;
import dev.sessionbeam.definition.InvalidDefinitionException;
import dev.sessionbeam.event.FileOrigin;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.failure.RecordRejectedException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckRecordTest {
  private static final String MINIMAL =
      """
      name: irc
      event:
        machine: m
        time: {field: t, format: epoch_millis}
        action: a
      session: {gap: 30m}
      """;

  @TempDir private Path folder;

  private static String outcome(Definition definition, String fields) {
    String json = "{\"m\":\"m\",\"t\":7,\"a\":\"a\"," + fields + "}";
    ValidateRecord rule = SerializableUtils.clone(new ValidateRecord(definition));
    try {
      var unused = rule.apply(new RawRecord(json.getBytes(UTF_8), new FileOrigin("f", 0)));
      return "ok";
    } catch (RecordRejectedException e) {
      return e.reason() + " " + e.field() + ": " + e.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {required: x}                   | "x":0          | ok
          {required: x}                   | "x":""         | ok
          {required: x}                   | "y":0          | MISSING_FIELD x: is missing
          {required: x}                   | "x":null       | MISSING_FIELD x: is null
          {required: [x.y, z]}            | "x":{"y":1}    | MISSING_FIELD z: is missing
          {required: [x.y, z]}            | "z":1,"x":[]   | MISSING_FIELD x.y: is missing
          {allowed: {x: [1, b, true]}}    | "x":1          | ok
          {allowed: {x: [1, b, true]}}    | "x":1.00       | ok
          {allowed: {x: [1, b, true]}}    | "x":10e-1      | ok
          {allowed: {x: [1, b, true]}}    | "x":"b"        | ok
          {allowed: {x: [1, b, true]}}    | "x":"\\u0062"  | ok
          {allowed: {x: [1, b, true]}}    | "x":true       | ok
          {allowed: {x: [1, b, true]}}    | "x":null       | ok
          {allowed: {x: [1, b, true]}}    | "y":null       | ok
          {allowed: {x: [1, b, true]}}    | "x":2          | VALUE_NOT_ALLOWED x: is not one of the allowed values [1, "b", true]
          {allowed: {x: [1, b, true]}}    | "x":"1"        | VALUE_NOT_ALLOWED x: is not one of the allowed values [1, "b", true]
          {allowed: {x: [1, b, true]}}    | "x":"B"        | VALUE_NOT_ALLOWED x: is not one of the allowed values [1, "b", true]
          {allowed: {x: [1]}}             | "x":[1]        | VALUE_NOT_ALLOWED x: is not one of the allowed values [1]
          {allowed: {x: [1]}}             | "x":[1e99999999999] | VALUE_NOT_ALLOWED x: is not one of the allowed values [1]
          {allowed: {x: [1]}}             | "x":1e99999999999 | VALUE_NOT_ALLOWED x: is not one of the allowed values [1]
          {allowed: {x.y: [1]}}           | "x":{"y":2}    | VALUE_NOT_ALLOWED x.y: is not one of the allowed values [1]
          {range: {x: {min: 0, max: 1.5}}} | "x":0         | ok
          {range: {x: {min: 0, max: 1.5}}} | "x":-0.0      | ok
          {range: {x: {min: 0, max: 1.5}}} | "x":1.50      | ok
          {range: {x: {min: 0, max: 1.5}}} | "x":15e-1     | ok
          {range: {x: {min: 0, max: 1.5}}} | "x":null      | ok
          {range: {x: {min: 0, max: 1.5}}} | "y":9         | ok
          {range: {x: {min: 0, max: 1.5}}} | "x":-1e-30    | VALUE_NOT_ALLOWED x: is below 0
          {range: {x: {min: 0, max: 1.5}}} | "x":1.5000000000000000000000001 | VALUE_NOT_ALLOWED x: is above 1.5
          {range: {x: {min: 0, max: 1.5}}} | "x":"1"       | WRONG_TYPE x: must be a number of at most 1000 digits
          {range: {x: {min: 0, max: 1.5}}} | "x":true      | WRONG_TYPE x: must be a number of at most 1000 digits
          {range: {x: {min: 0}}}          | "x":1e999      | ok
          {range: {x: {min: 0}}}          | "x":1e1001     | WRONG_TYPE x: must be a number of at most 1000 digits
          {range: {x: {min: 0}}}          | "x":1e999999999 | WRONG_TYPE x: must be a number of at most 1000 digits
          {range: {x: {min: 0}}}          | "x":1e99999999999 | WRONG_TYPE x: must be a number of at most 1000 digits
          {range: {x: {max: 1e3}}}        | "x":1001       | VALUE_NOT_ALLOWED x: is above 1000
          {required: x, range: {x: {min: 0}}} | "x":-1     | VALUE_NOT_ALLOWED x: is below 0
          """)
  void aRecordPassesACheckOrIsRejected(String checks, String fields, String outcome)
      throws Exception {
    Definition definition =
        DefinitionReader.read(MINIMAL + "validate: " + checks + "\n", Path.of(""));
    assertThat(outcome(definition, fields), is(outcome));
  }

  /** Messages are part of the output, so they are the same bytes in every locale. */
  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "de-DE", "tr-TR"})
  void theMessagesOfASchemaAreTheSameInEveryLocale(String locale) throws Exception {
    String schema =
        "{\"properties\": {\"x\": {\"maxLength\": 1000}, \"y\": {\"type\": \"string\"}}}";
    String record = "\"x\":\"" + "x".repeat(1001) + "\",\"y\":1";
    String expected =
        "SCHEMA_MISMATCH /x: event.json: /x: must be at most 1,000 characters long; /y: integer"
            + " found, string expected";
    try (DefaultLocale unused = DefaultLocale.of(locale)) {
      assertThat(outcome(withSchema(schema), record), is(expected));
    }
  }

  private Definition withSchema(String schema) throws Exception {
    Files.writeString(folder.resolve("event.json"), schema);
    return DefinitionReader.read(MINIMAL + "validate: {schema: event.json}\n", folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"type":"number"}                         | 1.5                 | ok
          {"type":"number"}                         | "x"                 | SCHEMA_MISMATCH /x
          {"type":"integer"}                        | 1.0                 | ok
          {"type":"integer"}                        | 12345678901234567890 | ok
          {"type":"integer"}                        | 1.5                 | SCHEMA_MISMATCH /x
          {"enum":["a",1]}                          | "a"                 | ok
          {"enum":["a",1]}                          | "b"                 | SCHEMA_MISMATCH /x
          {"multipleOf":0.1}                        | 0.3                 | ok
          {"maximum":12345678901234567890}          | 12345678901234567891 | SCHEMA_MISMATCH /x
          {"pattern":"^a+$"}                        | "aaa"               | ok
          {"pattern":"^a+$"}                        | "aab"               | SCHEMA_MISMATCH /x
          {"$ref":"#/$defs/short"}                  | "abc"               | ok
          {"$ref":"#/$defs/short"}                  | "abcd"              | SCHEMA_MISMATCH /x
          {"properties":{"y":{"type":"null"}}}      | {"y":7}             | SCHEMA_MISMATCH /x/y
          {"type":"object"}                         | [1e400]             | SCHEMA_MISMATCH /x
          """)
  void aRecordMustMatchItsSchema(String schema, String value, String outcome) throws Exception {
    Definition definition =
        withSchema(
            "{\"properties\":{\"x\":"
                + schema
                + "},\"$defs\":{\"short\":{\"type\":\"string\",\"maxLength\":3}}}");
    assertThat(outcome(definition, "\"x\":" + value).replaceAll(": .*", ""), is(outcome));
  }

  @Test
  void aMismatchOfTheWholeRecordNamesTheSchemaAndNoField() throws Exception {
    String outcome = outcome(withSchema("{\"required\":[\"y\"]}"), "\"x\":1");
    assertThat(outcome, containsString("SCHEMA_MISMATCH null: event.json: "));
    assertThat(outcome, containsString("'y'"));
  }

  @ParameterizedTest
  @CsvSource({"number", "integer", "string"})
  void aNumberWithAHugeExponentDoesNoHarm(String type) throws Exception {
    Definition definition =
        withSchema(
            "{\"properties\":{\"x\":{\"type\":\""
                + type
                + "\",\"multipleOf\":1,\"minimum\":0,\"enum\":[1]}}}");
    for (String number :
        new String[] {"1e99999999999", "1e2147483647", "1e300000000", "-1e-2147483647"}) {
      for (String value : new String[] {number, "[{\"y\":" + number + "}]"}) {
        String outcome =
            assertTimeoutPreemptively(
                Duration.ofMinutes(5), () -> outcome(definition, "\"x\":" + value));
        assertThat(value, outcome, containsString("SCHEMA_MISMATCH "));
      }
    }
  }

  @Test
  void aSchemaOnAServerIsNeverFetched() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "http://localhost:" + server.getLocalPort() + "/schema.json";
      InvalidDefinitionException e =
          assertThrows(
              InvalidDefinitionException.class,
              () -> withSchema("{\"properties\":{\"x\":{\"$ref\":\"" + url + "\"}}}"));
      assertThat(e.getMessage(), containsString("validate.schema: "));
      assertThat(e.getMessage(), containsString(url));
      server.setSoTimeout(1);
      assertThrows(SocketTimeoutException.class, server::accept);
    }
  }

  @Test
  void aSchemaInAnotherFileIsNeverRead() throws Exception {
    Path other = Files.writeString(folder.resolve("other.json"), "{\"type\":\"string\"}");
    InvalidDefinitionException e =
        assertThrows(
            InvalidDefinitionException.class,
            () -> withSchema("{\"properties\":{\"x\":{\"$ref\":\"" + other.toUri() + "\"}}}"));
    assertThat(e.getMessage(), containsString("validate.schema: "));
  }
}
