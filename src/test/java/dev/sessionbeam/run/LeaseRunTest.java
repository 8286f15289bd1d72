package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import dev.sessionbeam.cli.CommandRun;
import dev.sessionbeam.lease.HeldLease;
import dev.sessionbeam.lease.LeaseClaim;
import dev.sessionbeam.lease.LeaseStore;
import dev.sessionbeam.lease.LeaseStores;
import dev.sessionbeam.lease.LeasedDays;
import dev.sessionbeam.lease.RunKind;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts two runs on one output: the second one fails before it changes anything. */
class LeaseRunTest {
  private static final Path DEFINITION = Path.of("pipelines/nitro.yaml");
  private static final Path SAMPLE = Path.of("testdata/nitro/raw");

  @TempDir private Path folder;

  private Path output() {
    return folder.resolve("out");
  }

  private LeaseStore leases() {
    return LeaseStores.in(
        OutputFolder.of(output().toString()).leases(), PipelineOptionsFactory.create());
  }

  private CommandRun run(String... more) {
    return CommandRun.run("FlinkRunner", DEFINITION, SAMPLE, output(), more);
  }

  private static void requireRejected(CommandRun run) {
    assertThat(run.status(), is(2));
    assertThat(
        run.err(),
        allOf(
            containsString("run another (a stream, process"),
            containsString("expires 2 minutes after its last renewal")));
  }

  private List<Path> hidden() throws IOException {
    return CommandRun.files(output()).stream()
        .filter(file -> output().relativize(file).toString().startsWith("."))
        .toList();
  }

  @Test
  void aRunOnTheOutputOfAnotherRunFailsAndChangesNothingUntilThatRunHasEnded() throws IOException {
    assertThat(run().status(), is(0));
    assertThat("leases of a run that has ended", hidden(), is(empty()));
    List<Path> before = CommandRun.files(output());
    try (LeaseStore store = leases()) {
      HeldLease other =
          HeldLease.acquire(
              store, new LeaseClaim("another", RunKind.STREAM, LeasedDays.everything()));
      requireRejected(run("--overwrite"));
      requireRejected(run("--overwrite", "--streaming"));
      requireRejected(run("--overwrite", "--from=2017-02-05", "--to=2017-02-06"));
      other.release();
    }
    assertThat(CommandRun.files(output()), is(before));
    assertThat(run("--overwrite").status(), is(0));
  }

  @Test
  void aBackfillRunsBesideAStreamThatIsDoneWithItsDays() throws IOException {
    try (LeaseStore store = leases()) {
      HeldLease stream =
          HeldLease.acquire(
              store,
              new LeaseClaim(
                  "another", RunKind.STREAM, new LeasedDays(LocalDate.of(2017, 2, 6), null)));
      CommandRun before = run("--from=2017-02-05", "--to=2017-02-06");
      assertThat(before.err(), before.status(), is(0));
      requireRejected(run("--from=2017-02-06", "--to=2017-02-07"));
      stream.checkStillHeld();
    }
  }

  /** The stream's process is killed, so its lease stays for two minutes. */
  @Test
  void aKilledStreamKeepsItsOutputAndResumesAtOnce() throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    List<String> stream =
        new ArrayList<>(
            List.of(
                "run",
                "--streaming",
                "--definition=" + DEFINITION,
                "--input=" + SAMPLE,
                "--output=" + output(),
                "--checkpoints=" + checkpoints,
                "--resume",
                "--checkpointingInterval=300",
                "--maxBundleTimeMills=50",
                "--fileDelay=100ms",
                "--replayRate=200/s"));
    Process process = CommandRun.start(folder.resolve("log"), Map.of(), stream);
    while (process.isAlive() && Checkpoints.in(checkpoints).latest().isEmpty()) {
      process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    assertThat(Files.readString(folder.resolve("log")), process.isAlive(), is(true));
    process.destroyForcibly().waitFor();

    CommandRun other = run("--overwrite");
    assertThat(other.status(), is(2));
    assertThat(other.err(), containsString("(a stream, process " + process.pid()));

    CommandRun resumed = CommandRun.of(stream.toArray(new String[0]));
    assertThat(resumed.err(), resumed.status(), is(0));
    assertThat(hidden(), is(empty()));
    assertThat(CommandRun.lines(output(), "events"), is(not(empty())));
    assertThat(run("--overwrite").status(), is(0));
  }
}
