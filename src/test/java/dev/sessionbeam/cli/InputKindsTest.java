package dev.sessionbeam.cli;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs over files whose names do not say what they are. */
class InputKindsTest {
  private static final String EVENT =
      "{\"id\":\"e1\",\"m\":\"m\",\"t\":1486252800000,\"a\":\"view\"}";
  private static final String OTHER =
      "{\"id\":\"e2\",\"m\":\"m\",\"t\":1486252860000,\"a\":\"view\"}";

  @TempDir private Path folder;
  private Path definition = Path.of("");
  private Path raw = Path.of("");
  private Path output = Path.of("");

  @BeforeEach
  void prepare() throws IOException {
    definition =
        Files.writeString(
            folder.resolve("d.yaml"),
            """
            name: small
            event: {id: id, machine: m, time: {field: t, format: epoch_millis}, action: a}
            session: {gap: 30m}
            """);
    raw = Files.createDirectory(folder.resolve("raw"));
    output = folder.resolve("out");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored)) {
      out.write(bytes);
    }
    return stored.toByteArray();
  }

  private CommandRun run(String... more) {
    return CommandRun.run("FlinkRunner", definition, raw, output, more);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void marksAndCompressionWithoutASuffixAreRead(boolean streaming) throws IOException {
    Files.writeString(raw.resolve("marked.jsonl"), "\ufeff" + EVENT + "\n\n");
    Files.write(
        raw.resolve("delivery-1"), gzip(("\ufeffnot json\n" + OTHER + "\n").getBytes(UTF_8)));
    CommandRun run = run("--streaming=" + streaming);
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "events").size(), is(2));
    List<String> invalid = CommandRun.lines(output, "invalid");
    assertThat(invalid.size(), is(1));
    assertThat(invalid.get(0), containsString("\"raw\":\"not json\""));
    assertThat(invalid.get(0), containsString("\"offset\":3"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void filesThatAreNotLinesStopTheRunBeforeTheOutputIsTouched(boolean streaming)
      throws IOException {
    Files.writeString(raw.resolve("good.jsonl"), EVENT + "\n");
    assertThat(run().status(), is(0));
    List<String> before = CommandRun.lines(output, "events");
    Map<String, byte[]> files =
        Map.of(
            "array.json", ("[\n " + EVENT + ",\n " + OTHER + "\n]\n").getBytes(UTF_8),
            "one-line.json", ("[" + EVENT + "," + OTHER + "]").getBytes(UTF_8),
            "pretty.json", EVENT.replace(",", ",\n").getBytes(UTF_8),
            "wide.json", EVENT.getBytes(UTF_16),
            "array.json.gz", gzip(("[" + EVENT + "]").getBytes(UTF_8)));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(raw.resolve(file.getKey()), file.getValue());
    }
    CommandRun run = run("--overwrite", "--streaming=" + streaming);
    assertThat(run.status(), is(2));
    for (String name : files.keySet()) {
      assertThat(run.err(), containsString("sessionbeam: --input: " + raw.resolve(name)));
    }
    assertThat(run.err(), not(containsString("good.jsonl")));
    assertThat(run.err().lines().count(), is((long) files.size()));
    assertThat(CommandRun.lines(output, "events"), is(before));
  }

  @Test
  void aBrokenFirstRecordIsRejectedAndTheOthersAreRead() throws IOException {
    Files.writeString(
        raw.resolve("cut.jsonl"), "{\"id\":\"e0\",\"m\":\n" + EVENT + "\n" + OTHER + "\n");
    CommandRun run = run();
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(output, "events").size(), is(2));
    assertThat(CommandRun.lines(output, "invalid").size(), is(1));
  }

  @Test
  void aNewOutputIsNotCreatedForAFileThatIsNotLines() throws IOException {
    Files.writeString(raw.resolve("array.json"), "[" + EVENT + "]");
    assertThat(run().status(), is(2));
    assertThat(CommandRun.files(output), is(empty()));
  }
}
