package dev.sessionbeam.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.peer.S3Peer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** The input of a run grows, becomes shorter or is replaced while the run works. */
class ChangingInputTest {
  private static final String DAYS = "Computing the sessions";
  private static final String READ = "records";

  @TempDir private Path folder;
  private Path raw = Path.of("");

  /** Whether the input was changed; a run may print a text more than once. */
  private boolean changed;

  @BeforeEach
  void makeTheInput() throws IOException {
    raw = Files.createDirectory(folder.resolve("raw"));
  }

  private static String event(int minute) {
    return String.format(
        Locale.ROOT,
        "{\"event_id\":\"e%d\",\"timestamp\":%d,\"action\":\"view\",\"machine_id\":\"m\",\"build\":\"11.0.3\"}\n",
        minute,
        1_486_285_200_000L + minute * 60_000L);
  }

  private static byte[] events(String file, int from, int to) throws IOException {
    StringBuilder events = new StringBuilder();
    for (int minute = from; minute < to; minute++) {
      events.append(event(minute));
    }
    byte[] text = events.toString().getBytes(UTF_8);
    return file.endsWith(".gz") ? compressed(text) : text;
  }

  private static byte[] compressed(byte[] text) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(stored)) {
      out.write(text);
    }
    return stored.toByteArray();
  }

  private String[] flags(String input, String... more) {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "run",
                "--definition=pipelines/nitro.yaml",
                "--input=" + input,
                "--output=" + folder.resolve("out")));
    flags.addAll(List.of(more));
    return flags.toArray(new String[0]);
  }

  private CommandRun.Action once(CommandRun.Action change) {
    return () -> {
      if (!changed) {
        changed = true;
        change.run();
      }
    };
  }

  private JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(Files.readString(folder.resolve("out").resolve(name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
  void aFileThatGrowsIsReadUpToItsLengthAtTheStart(String name) throws IOException {
    Path file = Files.write(raw.resolve(name), events(name, 0, 5));
    byte[] more = events(name, 5, 9);
    CommandRun run =
        CommandRun.whenItPrints(
            DAYS,
            once(() -> Files.write(file, more, StandardOpenOption.APPEND)),
            flags(raw.toString(), "--from=2017-02-05", "--to=2017-02-06"));
    assertThat(run.err(), run.status(), is(0));
    assertThat(CommandRun.lines(folder.resolve("out"), "events").size(), is(5));
    assertThat(
        run.out(), allOf(containsString("Input files that grew"), containsString(file.toString())));
    JsonNode summary = summary("_summary_2017-02-05_2017-02-06.json");
    assertThat(summary.get("input_bytes_not_read").intValue(), is(more.length));
    assertThat(
        summary.get("bytes_not_read_by_file").get(file.toString()).intValue(), is(more.length));
  }

  @Test
  void aStreamNamesAFileThatGrewAsWell() throws IOException {
    Path file = Files.write(raw.resolve("a.jsonl"), events("a.jsonl", 0, 5));
    CommandRun run =
        CommandRun.whenItPrints(
            READ,
            once(() -> Files.writeString(file, "{", StandardOpenOption.APPEND)),
            flags(raw.toString(), "--streaming", "--fileDelay=300ms"));
    assertThat(run.err(), run.status(), is(0));
    assertThat(summary("_summary.json").get("input_bytes_not_read").intValue(), is(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.jsonl", "a.jsonl.gz"})
  void aFileThatBecomesShorterFailsTheRun(String name) throws IOException {
    Path file = Files.write(raw.resolve(name), events(name, 0, 50));
    byte[] shorter = events(name, 0, 20);
    CommandRun run =
        CommandRun.whenItPrints(
            DAYS,
            () -> Files.write(file, shorter),
            flags(raw.toString(), "--from=2017-02-05", "--to=2017-02-06"));
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err(), containsString("cannot read " + file + ": it has become shorter since the run"));
    assertThat(CommandRun.lines(folder.resolve("out"), "events"), is(empty()));
  }

  @Test
  void aFileThatIsReplacedFailsTheRun() throws IOException {
    Path file = Files.write(raw.resolve("a.jsonl"), events("a.jsonl", 0, 5));
    CommandRun run =
        CommandRun.whenItPrints(
            READ,
            () -> {
              Path other = Files.write(folder.resolve("other"), events("", 10, 20));
              Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
            },
            flags(raw.toString()));
    assertThat(run.err(), run.status(), is(1));
    assertThat(
        run.err(),
        allOf(
            containsString("the input file " + file + " was replaced or became shorter"),
            containsString("Nothing was published")));
    assertThat(CommandRun.lines(folder.resolve("out"), "events"), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(strings = {DAYS, READ})
  void anObjectOnS3ThatIsReplacedFailsTheRun(String moment) throws IOException {
    S3Peer.SETTINGS.forEach(System::setProperty);
    try (S3Peer peer = S3Peer.start(folder.resolve("peer"));
        S3Client client =
            S3Client.builder().endpointOverride(peer.endpoint()).region(Region.US_EAST_1).build()) {
      var unused = peer.bucket("bucket");
      put(client, events("", 0, 5));
      CommandRun run =
          CommandRun.whenItPrints(
              moment,
              () -> put(client, events("", 0, 9)),
              flags(
                  "s3://bucket/raw",
                  "--from=2017-02-05",
                  "--to=2017-02-06",
                  "--s3Endpoint=" + peer.endpoint()));
      assertThat(run.err(), run.status(), is(1));
      assertThat(
          run.err(),
          moment.equals(DAYS)
              ? containsString("cannot read s3://bucket/raw/a.jsonl: it was replaced since the run")
              : containsString("s3://bucket/raw/a.jsonl was replaced or became shorter"));
      assertThat(CommandRun.lines(folder.resolve("out"), "events"), is(empty()));
    } finally {
      S3Peer.SETTINGS.keySet().forEach(System::clearProperty);
    }
  }

  private static void put(S3Client client, byte[] bytes) {
    var unused =
        client.putObject(
            object -> object.bucket("bucket").key("raw/a.jsonl"), RequestBody.fromBytes(bytes));
  }
}
