package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An event that is late before a restart is late after it, although Flink starts a restored step at
 * the lowest watermark, and no state of the machines is left by then. {@code -Drestore.runs=20}
 * sets how often this is tried.
 */
class LateAfterRestoreTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2017-02-05T00:00:00Z");
  static final int OLD_MACHINES = 200;
  private static final int RECORDS_BEFORE_STOP = OLD_MACHINES + 150;

  static final String DEFINITION =
      """
      name: restore
      event:
        id: id
        machine: m
        time: {field: t, format: iso8601}
        action: a
      session: {gap: 30m, allowed_lateness: 1h}
      """;

  @TempDir private Path folder;

  static Stream<Arguments> runs() {
    return IntStream.range(0, Integer.getInteger("restore.runs", 1))
        .boxed()
        .flatMap(run -> Stream.of(Arguments.of(run, "packed"), Arguments.of(run, "beam")));
  }

  private static String record(String id, String machine, Instant time) {
    return String.format(
        Locale.ROOT, "{\"id\":\"%s\",\"m\":\"%s\",\"t\":\"%s\",\"a\":\"view\"}", id, machine, time);
  }

  /** One event of each old machine; then events of a new machine, one hour apart. */
  static List<String> before() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < OLD_MACHINES; i++) {
      records.add(record("first" + i, "old" + i, START));
    }
    for (int hour = 1; hour <= 100; hour++) {
      records.add(record("h" + hour, "new", START.plus(Duration.ofHours(hour))));
    }
    return records;
  }

  /** In turn, an event of an old machine, of which no state is left, and one that is in time. */
  static List<String> after() {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < OLD_MACHINES; i++) {
      records.add(record("late" + i, "old" + i, START.plusSeconds(60)));
      records.add(record("l" + i, "new", START.plus(Duration.ofHours(101 + i))));
    }
    return records;
  }

  /** Each event of an old machine except the first is late, and makes no further session line. */
  static void requireLate(Path output) throws IOException {
    assertThat(CommandRun.lines(output, "late").size(), is(OLD_MACHINES));
    Map<String, Integer> sessions = new TreeMap<>();
    for (String line : CommandRun.lines(output, "sessions")) {
      sessions.merge(JSON.readTree(line).get("m").asText(), 1, Integer::sum);
    }
    sessions.remove("new");
    assertThat(sessions.size(), is(OLD_MACHINES));
    assertThat("lines of each old machine", sessions.values(), everyItem(is(1)));
  }

  /** Wherever the stream is stopped, a late event is among the first events that are read next. */
  @ParameterizedTest
  @MethodSource("runs")
  void anEventThatIsLateBeforeTheSavepointIsLateAfterIt(int run, String grouping) throws Exception {
    Path in = Files.createDirectory(folder.resolve("in"));
    List<String> records = new ArrayList<>(before());
    records.addAll(after());
    Files.write(in.resolve("all.jsonl"), records);
    Path definition = Files.writeString(folder.resolve("restore.yaml"), DEFINITION);
    Path savepoint =
        StoppedStream.savepoint(
            definition, in, RECORDS_BEFORE_STOP, folder, "--grouping=" + grouping);
    Path checkpoints = Files.createDirectories(folder.resolve("resume/savepoint-1"));
    for (Path part : CommandRun.files(savepoint)) {
      Files.copy(part, checkpoints.resolve(part.getFileName()));
    }
    CommandRun resumed =
        CommandRun.run(
            "FlinkRunner",
            definition,
            in,
            folder.resolve("stopped"),
            "--streaming",
            "--grouping=" + grouping,
            "--checkpoints=" + folder.resolve("resume"),
            "--resume",
            "--checkpointingInterval=500",
            "--maxBundleTimeMills=100",
            "--fileDelay=300ms");
    assertThat(resumed.err(), resumed.status(), is(0));

    requireLate(folder.resolve("stopped"));
  }
}
