package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the whole pipeline over one file with every hostile record that we could think of. */
class HostileInputTest {
  private static final String GOOD =
      "{\"event_id\":\"e\",\"timestamp\":1486252800000,\"action\":\"view\",\"machine_id\":\"m\"}";

  @TempDir private Path folder;

  /** Records as ISO 8859-1 text, byte for byte, and the reason for which each is rejected. */
  static Map<String, String> hostile() {
    Map<String, String> records = new LinkedHashMap<>();
    records.put("not json", "not_json");
    records.put(GOOD.substring(0, 40), "not_json");
    records.put("[1,2,3]", "not_an_object");
    records.put("42", "not_an_object");
    records.put("null", "not_an_object");
    records.put("{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000), "too_deep");
    records.put(with("x", "[".repeat(10_000) + "]".repeat(10_000)), "too_deep");
    records.put(with("x", "\"" + "y".repeat(2 << 20) + "\""), "too_large");
    records.put(GOOD.replace("view", "vi\u00ff\u00few"), "not_utf8");
    records.put(GOOD.replace("view", "v\u00c0\u0080w"), "not_utf8");
    records.put(GOOD.replace("view", "vi\0ew"), "not_json");
    records.put("{\0\"\0a\0", "not_json");
    records.put("\u00ef\u00bb\u00bf" + GOOD, "not_json");
    records.put(GOOD.replace("{", "{\"event_id\":\"other\","), "duplicate_field");
    records.put(GOOD.replace("\"e\"", "\" \\u00a0 \""), "blank_field");
    records.put(GOOD.replace("\"e\"", "\"\\ud800\""), "not_utf8");
    records.put(GOOD.replace("\"m\"", "null"), "missing_field");
    records.put(GOOD.replace("1486252800000", "true"), "wrong_type");
    records.put(GOOD.replace("1486252800000", "1e300"), "wrong_type");
    records.put(GOOD.replace("1486252800000", "1486252800000.5"), "wrong_type");
    records.put(GOOD.replace("1486252800000", "-1"), "time_out_of_range");
    records.put(GOOD.replace("1486252800000", "4102444800000"), "time_out_of_range");
    records.put(GOOD.replace("1486252800000", "9".repeat(400)), "unreadable_time");
    records.put(GOOD + " and more", "not_json");
    return records;
  }

  private static String with(String name, String value) {
    return GOOD.replace("{", "{\"" + name + "\":" + value + ",");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DirectRunner", "FlinkRunner"})
  void eachRejectedRecordIsKeptWithItsReasonAndBytesAndValidOnesAreWritten(String runner)
      throws IOException {
    String digits = with("digits", "1" + "0".repeat(398) + "7");
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    for (String record : hostile().keySet()) {
      raw.writeBytes(record.getBytes(StandardCharsets.ISO_8859_1));
      raw.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }
    raw.writeBytes(digits.getBytes(StandardCharsets.US_ASCII));
    Path input = Files.write(folder.resolve("hostile.jsonl"), raw.toByteArray());
    Path output = folder.resolve("out");

    CommandRun run = CommandRun.run(runner, Path.of("pipelines/nitro.yaml"), input, output);
    assertThat(run.err(), run.status(), is(0));
    assertThat(run.out(), containsString("The ledger adds up."));
    assertThat(refused(output), is(sorted(hostile())));
    assertThat(CommandRun.lines(output, "events").size(), is(1));
    assertThat(
        CommandRun.lines(output, "events").get(0),
        containsString("\"digits\":1" + "0".repeat(398) + "7,"));
  }

  /** Reason and bytes of each rejected record, sorted. */
  static List<String> refused(Path output) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> found = new ArrayList<>();
    for (String line : CommandRun.lines(output, "invalid")) {
      JsonNode envelope = json.readTree(line);
      byte[] bytes =
          envelope.has("raw")
              ? envelope.get("raw").asText().getBytes(StandardCharsets.UTF_8)
              : Base64.getDecoder().decode(envelope.get("raw_base64").asText());
      found.add(
          envelope.get("reason").asText() + " " + new String(bytes, StandardCharsets.ISO_8859_1));
    }
    found.sort(null);
    return found;
  }

  static List<String> sorted(Map<String, String> records) {
    return records.entrySet().stream()
        .map(record -> record.getValue() + " " + record.getKey())
        .sorted()
        .toList();
  }
}
