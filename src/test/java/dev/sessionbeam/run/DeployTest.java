package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.output.DuckDb;
import dev.sessionbeam.peer.KinesisPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Puts a stage up, changes it, goes back, and takes it down, while records come in from a Kinesis
 * server. Whatever happens, the sessions are those of a batch run, and each event is there once.
 */
class DeployTest {
  private static final Pattern EVENT_ID = Pattern.compile("\"event_id\":(\"[^\"]*\")");
  private static final String STREAM = "stage";
  private static final int EVENTS = 6_000;
  private static final int RATE = 50;

  /** How often {@code make deploy-kills} kills each command. */
  private static final int KILLS = Integer.getInteger("deploy.kills", 1);

  /** Within this time, a command is killed: the more often, the earlier. */
  private static final int LONGEST_MILLIS = Math.max(4_000, 25_000 / KILLS);

  private static final long SEED = Long.getLong("deploy.seed", 1);

  @TempDir private Path folder;

  private final Random random = new Random(SEED);
  private int kills;

  @Test
  void whateverIsDeployedEachEventIsThereOnce() throws Exception {
    try (KinesisPeer kinesis = KinesisPeer.start();
        StageRun stage = new StageRun(folder)) {
      kinesis.createStream(STREAM, 2);
      CompletableFuture<CommandRun> sent = CompletableFuture.supplyAsync(() -> send(kinesis));

      describe(stage, kinesis, "pipelines/nitro.yaml");
      assertThat(
          stage.command(0, "deploy", "--dryRun"),
          allOf(containsString("+ definition.yaml"), containsString("Nothing was done")));
      stage.command(0, "deploy", "--yes");
      assertThat(stage.command(0, "deploy", "--yes"), containsString("Version 1 runs already"));
      // On a busy machine, some checkpoints fail: then it is not healthy.
      assertThat(stage.printed("status"), containsString("RUNNING"));
      assertThat(stage.command(0, "logs", "--last=1"), containsString("INFO"));

      // A version with other fields.
      describe(stage, kinesis, withAnotherField());
      killed(stage, "update", "--yes");
      assertThat(stage.command(0, "update", "--yes"), containsString("Nothing has changed"));

      // A version that ends at its start: its output is not that of the savepoint.
      describe(stage, kinesis, withAnotherField(), "output: " + folder.resolve("elsewhere"));
      String ended = stage.command(1, "update", "--yes");
      assertThat(
          ended, allOf(containsString("version 3 failed"), containsString("Version 2 runs again")));

      // A version that never completes a checkpoint.
      describe(stage, kinesis, withAnotherField(), "checkpointingInterval: 3600000");
      String late = stage.command(1, "update", "--yes", "--timeout=25s");
      assertThat(
          late,
          allOf(
              containsString("version 4 failed: it has completed no checkpoint within 25 s"),
              containsString("Version 2 runs again")));

      killed(stage, "rollback", "--yes", "--to=1");
      assertThat(stage.command(2, "rollback"), containsString("there is no version before"));

      String removed = stage.command(0, "remove", "--yes");
      assertThat(removed, containsString("The stage is removed. Its savepoint is "));
      assertThat(
          stage.command(1, "status"),
          containsString("sessionbeam: the stage runs nothing: put it up with deploy"));
      assertThat(sent.get().err(), sent.get().status(), is(0));

      describe(stage, kinesis, "pipelines/nitro.yaml", "stopWhenIdle: 15s");
      assertThat(stage.command(0, "deploy", "--yes"), containsString("Version 5 runs"));
      awaitEnd(stage);
      requireResults();
      System.err.printf(Locale.ROOT, "deploy: %d commands killed, seed %d%n", kills, SEED);

      stage.command(0, "remove", "--yes", "--fromCheckpoint");
      assertThat(Files.exists(folder.resolve("live")), is(true));
      stage.command(0, "remove", "--yes", "--deleteData=test");
      assertThat(Files.exists(folder.resolve("live")), is(false));
      assertThat(Files.exists(stage.folder().resolve("cluster/checkpoints")), is(false));
    }
  }

  /**
   * Runs a command that succeeds. It is killed some times before, at moments that are drawn, and
   * the next call goes on.
   */
  private void killed(StageRun stage, String... words) throws Exception {
    for (int kill = 0; kill < KILLS; kill++) {
      if (stage.commandFor(random.nextInt(LONGEST_MILLIS), words)) {
        return;
      }
      kills++;
    }
    String first = stage.command(0, words);
    if (first.contains("That is finished. Nothing else was done")) {
      stage.command(0, words);
    }
  }

  private static CommandRun send(KinesisPeer kinesis) {
    return simulate(
        "--stream=" + STREAM,
        "--kinesisEndpoint=" + kinesis.endpoint(),
        "--awsRegion=" + KinesisPeer.REGION,
        "--rate=" + RATE + "/s");
  }

  private static CommandRun simulate(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "simulate", "--events=" + EVENTS, "--machines=" + EVENTS / 40, "--seed=" + SEED));
    args.addAll(List.of(more));
    return CommandRun.of(args.toArray(new String[0]));
  }

  private void describe(StageRun stage, KinesisPeer kinesis, String definition, String... more)
      throws IOException {
    List<String> lines =
        new ArrayList<>(
            List.of(
                "definition: " + Path.of(definition).toAbsolutePath(),
                "streaming: true",
                "stream: " + STREAM,
                "startAt: trim_horizon",
                "kinesisEndpoint: " + kinesis.endpoint(),
                "awsRegion: " + KinesisPeer.REGION,
                "maxDisorder: 10m",
                "maxBundleTimeMills: 200",
                "fileDelay: 1s"));
    List<String> given = List.of(more);
    lines.addAll(given);
    if (given.stream().noneMatch(line -> line.startsWith("output:"))) {
      lines.add("output: " + folder.resolve("live"));
    }
    if (given.stream().noneMatch(line -> line.startsWith("checkpointingInterval:"))) {
      lines.add("checkpointingInterval: 1000");
    }
    stage.describe(lines);
  }

  private String withAnotherField() throws IOException {
    String nitro = Files.readString(Path.of("pipelines/nitro.yaml"));
    String changed = nitro.replace("event_hour:", "hour_of_event:");
    assertThat(changed, is(not(nitro)));
    return Files.writeString(folder.resolve("changed.yaml"), changed).toString();
  }

  private static void awaitEnd(StageRun stage) throws InterruptedException {
    Path note = stage.folder().resolve("cluster/application/id");
    TestCluster.await(() -> stage.jobState(Files.readString(note).strip()).equals("FINISHED"));
  }

  private void requireResults() throws Exception {
    Path raw = folder.resolve("raw");
    assertThat(simulate("--output=" + raw).status(), is(0));
    Path batch = folder.resolve("batch");
    CommandRun run =
        CommandRun.of(
            "run", "--definition=pipelines/nitro.yaml", "--input=" + raw, "--output=" + batch);
    assertThat(run.err(), run.status(), is(0));
    Path live = folder.resolve("live");
    try (DuckDb results = DuckDb.over(live)) {
      assertThat(
          "the sessions of batch",
          results.currentSessions().equals(CommandRun.lines(batch, "sessions")));
      assertThat(
          "each event once",
          ids(results.currentEvents()).equals(ids(CommandRun.lines(batch, "events"))));
    }
    assertThat(CommandRun.lines(live, "late"), hasSize(0));
    assertThat(Files.exists(folder.resolve("elsewhere/events")), is(false));
  }

  private static List<String> ids(List<String> events) {
    return events.stream()
        .map(
            event -> {
              Matcher id = EVENT_ID.matcher(event);
              assertThat(event, id.find());
              return id.group(1);
            })
        .sorted()
        .toList();
  }
}
