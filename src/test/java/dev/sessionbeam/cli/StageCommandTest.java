package dev.sessionbeam.cli;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.deploy.Journal;
import dev.sessionbeam.deploy.Launch;
import dev.sessionbeam.deploy.Look;
import dev.sessionbeam.deploy.Origin;
import dev.sessionbeam.deploy.Platform;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.StageData;
import dev.sessionbeam.deploy.StageNote;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StageCommandTest {
  private final Recorded stage = new Recorded();

  private int deploy() throws Exception {
    RolloutFlags flags = new RolloutFlags();
    flags.yes = true;
    InputStream in = InputStream.nullInputStream();
    PrintWriter out = new PrintWriter(new StringWriter());
    StageChange change = new StageChange(stage, flags, in, Terminal.NONE, out, out);
    return new DeployCommand(in, Terminal.NONE)
        .start(stage, change, 0, Duration.ofMinutes(1), Origin.SAVEPOINT);
  }

  @Test
  void theWorkingCopyIsKeptBeforeItIsStarted() throws Exception {
    assertThat(deploy(), is(0));
    assertThat(stage.done, contains("prepare", "keep", "start 1"));
  }

  /** Its data may have been deleted, and its stack with them. */
  @Test
  void aVersionThatHasNotChangedIsPreparedAgain() throws Exception {
    stage.versions.add(1);
    assertThat(deploy(), is(0));
    assertThat(stage.done, contains("prepare", "start 1"));
  }

  /** A stage whose versions always run, and which notes what is done to it. */
  private static final class Recorded implements Stage, Platform, Journal {
    final List<String> done = new ArrayList<>();
    final List<Integer> versions = new ArrayList<>();
    private StageNote note = StageNote.EMPTY;

    @Override
    public String title() {
      return "recorded";
    }

    @Override
    public String address() {
      return "nowhere";
    }

    @Override
    public List<Integer> versions() {
      return List.copyOf(versions);
    }

    @Override
    public List<String> changes(int version) {
      return versions.contains(version) ? List.of() : List.of("+ all");
    }

    @Override
    public void prepare() {
      done.add("prepare");
    }

    @Override
    public int keep() {
      done.add("keep");
      versions.add(versions.size() + 1);
      return versions.size();
    }

    @Override
    public StageData data() {
      return new StageData(List.of(), List.of(), List.of());
    }

    @Override
    public Platform platform() {
      return this;
    }

    @Override
    public Journal journal() {
      return this;
    }

    @Override
    public StageNote read() {
      return note;
    }

    @Override
    public void write(StageNote written) {
      note = written;
    }

    @Override
    public void start(Launch launch) {
      done.add("start " + launch.version());
    }

    @Override
    public Look look(Launch launch) {
      return new Look(Look.State.CHECKPOINTED, null);
    }

    @Override
    public String stop(Launch launch) {
      return "savepoint";
    }

    @Override
    public @Nullable String end(Launch launch) {
      return null;
    }

    @Override
    public void remove() {
      done.add("remove");
    }

    @Override
    public void deleteData(List<String> data) {
      done.add("delete " + data);
    }

    @Override
    public void close() {}
  }
}
