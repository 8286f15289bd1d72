package dev.sessionbeam.fuzz;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.io.Compression;

/** A run over changed records, in batch or in streaming, and the checks of its output. */
final class FuzzedRun {
  /** The memory of the process that a run gets, such as 1g. Empty: the process of the test. */
  private static final String HEAP = System.getProperty("fuzz.heap", "");

  private static final long MOST_MINUTES = 60;

  private static final ObjectReader JSON =
      new JsonMapper(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNumberLength(Integer.MAX_VALUE)
                          .maxStringLength(Integer.MAX_VALUE)
                          .maxNestingDepth(10_000)
                          // An action is a name in the line of its session.
                          .maxNameLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .reader()
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

  private final FuzzedInput input;
  private final Path output;
  private final JsonNode ledger;

  private FuzzedRun(FuzzedInput input, Path output) throws IOException {
    this.input = input;
    this.output = output;
    this.ledger = JSON.readTree(Files.readAllBytes(output.resolve("_summary.json")));
  }

  /** Runs a definition over files in one mode. Fails if the run does. */
  static FuzzedRun of(FuzzShape shape, FuzzedInput input, Path scratch, boolean streaming)
      throws Exception {
    Path output = scratch.resolve(streaming ? "streaming" : "batch");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                "--definition=" + shape.definition(),
                "--input=" + input.folder(),
                "--output=" + output));
    if (streaming) {
      // No event may be late, whatever its changed time is: see FuzzedInput.
      arguments.addAll(List.of("--streaming", "--maxDisorder=10000d", "--fileDelay=1s"));
    }
    run(arguments, scratch.resolve("log"));
    return new FuzzedRun(input, output);
  }

  private static void run(List<String> arguments, Path log) throws Exception {
    if (HEAP.isEmpty()) {
      CommandRun run = CommandRun.of(arguments.toArray(new String[0]));
      assertThat(run.out() + run.err(), run.status(), is(0));
      return;
    }
    Process process =
        CommandRun.start(
            log, Map.of("JAVA_TOOL_OPTIONS", "-Xmx" + HEAP + " -XX:+UseParallelGC"), arguments);
    try {
      boolean ended = process.waitFor(MOST_MINUTES, TimeUnit.MINUTES);
      assertThat("ends", ended, is(true));
      assertThat(Files.readString(log), process.exitValue(), is(0));
    } finally {
      process.destroyForcibly();
    }
  }

  /** Checks that every record is accounted for, and that the output has as many lines. */
  void requireLedger() throws IOException {
    assertThat(ledger.toString(), ledger.path("adds_up").asBoolean(), is(true));
    assertThat("late", count("late"), is(0L));
    long read = count("records_read");
    long inSource = read - count("records_in_containers") + count("containers_unwrapped");
    assertThat("records read", inSource, is(input.records()));
    assertThat("events", (long) lines("events").size(), is(count("events_written")));
    assertThat("sessions", (long) lines("sessions").size(), is(count("sessions")));
    assertThat("invalid", (long) lines("invalid").size(), is(count("invalid")));
  }

  /** The number of the ledger under this name; 0 if it has none. */
  long count(String name) {
    return ledger.path(name).asLong();
  }

  /** Checks that each rejected record has its bytes, and that each line is a JSON object. */
  void requireLines() throws IOException {
    for (String dataset : List.of("events", "sessions")) {
      for (byte[] line : lines(dataset)) {
        read(line);
      }
    }
    for (byte[] line : lines("invalid")) {
      JsonNode envelope = read(line);
      assertThat(text(line), isInSource(envelope), is(true));
    }
  }

  private static JsonNode read(byte[] line) {
    try {
      JsonNode object = JSON.readTree(line);
      assertThat(text(line), object.isObject(), is(true));
      return object;
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + text(line), e);
    }
  }

  /** Whether the bytes of the envelope are those of the file at this place. */
  private boolean isInSource(JsonNode envelope) throws IOException {
    byte[] raw =
        envelope.has("raw")
            ? envelope.get("raw").textValue().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(envelope.path("raw_base64").textValue());
    JsonNode source = envelope.path("source");
    if (source.has("inner") || source.has("element")) {
      return raw.length > 0;
    }
    byte[] file = input.bytes().get(Path.of(source.path("file").textValue()).toFile().getName());
    int offset = source.path("offset").intValue();
    return file != null
        && raw.length > 0
        && offset + raw.length <= file.length
        && Arrays.equals(raw, 0, raw.length, file, offset, offset + raw.length);
  }

  /** Checks that another run has the same lines, whatever their order. */
  void requireSameLines(FuzzedRun other) throws Exception {
    for (String dataset : List.of("events", "sessions", "invalid")) {
      List<byte[]> own = sorted(lines(dataset));
      List<byte[]> others = sorted(other.lines(dataset));
      String difference = dataset + ": " + firstDifference(own, others);
      assertThat(difference, digest(own), is(digest(others)));
    }
  }

  private static List<byte[]> sorted(List<byte[]> lines) {
    lines.sort(Arrays::compareUnsigned);
    return lines;
  }

  private static String firstDifference(List<byte[]> own, List<byte[]> others) {
    for (int i = 0; i < Math.min(own.size(), others.size()); i++) {
      if (!Arrays.equals(own.get(i), others.get(i))) {
        return text(own.get(i)) + "\nand\n" + text(others.get(i));
      }
    }
    return own.size() + " and " + others.size() + " lines";
  }

  private static String digest(List<byte[]> lines) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (byte[] line : lines) {
      digest.update(line);
      digest.update((byte) '\n');
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String text(byte[] line) {
    String text = new String(line, StandardCharsets.UTF_8);
    return text.length() > 2_000 ? text.substring(0, 2_000) + "\u2026" : text;
  }

  /** The lines of a dataset, decompressed. Only a line feed ends a line. */
  private List<byte[]> lines(String dataset) throws IOException {
    List<byte[]> lines = new ArrayList<>();
    for (Path file : CommandRun.files(output.resolve(dataset))) {
      byte[] content;
      try (FileChannel channel = FileChannel.open(file);
          InputStream in =
              Channels.newInputStream(
                  Compression.detect(file.toString()).readDecompressed(channel))) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        content = all.toByteArray();
      }
      int start = 0;
      for (int i = 0; i < content.length; i++) {
        if (content[i] == '\n') {
          lines.add(Arrays.copyOfRange(content, start, i));
          start = i + 1;
        }
      }
      assertThat(file + " ends with a line break", start, is(content.length));
    }
    return lines;
  }
}
