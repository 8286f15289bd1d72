package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import dev.sessionbeam.cli.CommandRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The folder of a process, and what the next process finds. The processes are real ones. */
class ProcessFolderTest {
  private static final String OWNER = ".sessionbeam-process";

  @TempDir private Path folder;
  private Path temporary = Path.of("");

  @BeforeEach
  void makeTemporaryFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  /** A stream that does not end by itself. */
  private Process startStream(String name) throws Exception {
    return CommandRun.start(
        folder.resolve(name + ".log"),
        Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary),
        List.of(
            "run",
            "--streaming",
            "--definition=pipelines/nitro.yaml",
            "--input=testdata/nitro/raw",
            "--output=" + folder.resolve(name),
            "--checkpoints=" + folder.resolve(name + "-checkpoints"),
            "--checkpointingInterval=200",
            "--replayRate=1/s"));
  }

  private void awaitCheckpoint(String name) throws Exception {
    TestCluster.await(
        () -> {
          try (Stream<Path> files = Files.walk(folder.resolve(name + "-checkpoints"))) {
            return files.anyMatch(file -> file.endsWith("_metadata"));
          } catch (IOException | UncheckedIOException e) {
            return false; // Not there yet, or Flink deletes one.
          }
        });
  }

  private List<Path> found() throws IOException {
    try (Stream<Path> children = Files.list(temporary)) {
      return children.toList();
    }
  }

  private ProcessFolder next() throws IOException {
    ProcessFolder next = ProcessFolder.create(temporary);
    next.deleteAbandoned();
    return next;
  }

  @Test
  void nothingIsLeftAfterSigtermAndTheNextStartRemovesWhatKillLeaves() throws Exception {
    Process killed = startStream("killed");
    awaitCheckpoint("killed");
    Process stopped = startStream("stopped");
    awaitCheckpoint("stopped");
    assertThat("both live, so nobody removed a folder", found(), hasSize(2));
    killed.destroyForcibly().waitFor();
    assertThat(found(), hasSize(2));

    ProcessFolder next = next();
    assertThat("the folder of the killed process is gone", found(), hasSize(2));
    stopped.destroy();
    stopped.waitFor();
    assertThat(found(), containsInAnyOrder(next.path()));
    next.delete();
    assertThat(found(), is(empty()));
  }

  @Test
  void aProcessThatIsStoppedWhileItStartsLeavesNothing() throws Exception {
    Process process = startStream("early");
    TestCluster.await(() -> !found().isEmpty());
    process.destroy();
    process.waitFor();
    assertThat(found(), is(empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"sessionbeam-123", "sessionbeam-", "sessionbeam-x", "sessionbeam", "other"})
  void aFolderThatOnlyLooksLikeOneStays(String name) throws Exception {
    Path other = Files.createDirectory(temporary.resolve(name));
    Files.writeString(other.resolve("data"), "mine");
    if (!name.equals("sessionbeam-123")) {
      Files.writeString(other.resolve(OWNER), "");
    }
    next().delete();
    assertThat(found(), containsInAnyOrder(other));
    assertThat(Files.readString(other.resolve("data")), is("mine"));
  }

  @Test
  void linksAreNotFollowed() throws Exception {
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve(OWNER), "");
    Path toAFolder = Files.createSymbolicLink(temporary.resolve("sessionbeam-1"), elsewhere);
    Path withALink = Files.createDirectory(temporary.resolve("sessionbeam-2"));
    Files.createSymbolicLink(withALink.resolve(OWNER), elsewhere.resolve(OWNER));
    Path abandoned = Files.createDirectory(temporary.resolve("sessionbeam-3"));
    Files.writeString(abandoned.resolve(OWNER), "");
    Files.createSymbolicLink(abandoned.resolve("link"), elsewhere);
    next().delete();
    assertThat(found(), containsInAnyOrder(toAFolder, withALink));
    assertThat(Files.exists(elsewhere.resolve(OWNER)), is(true));
  }

  @Test
  void aFolderOfAnotherMachineStays() throws Exception {
    Path other = Files.createDirectory(temporary.resolve("sessionbeam-1"));
    Files.writeString(other.resolve(OWNER), "another-host\nanother-boot");
    next().delete();
    assertThat(found(), containsInAnyOrder(other));
  }

  /** Nobody takes a folder that is just being created for abandoned. */
  @RepeatedTest(5)
  void processesThatStartTogetherKeepTheirFolders() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<ProcessFolder>> started =
          Stream.generate(() -> threads.submit(this::next)).limit(20).toList();
      for (Future<ProcessFolder> one : started) {
        assertThat(Files.exists(one.get().path().resolve(OWNER)), is(true));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void filesThatAreCreatedWhileItIsDeletedAreDeletedToo() throws Exception {
    ProcessFolder own = ProcessFolder.create(temporary);
    AtomicBoolean goesOn = new AtomicBoolean(true);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Future<Integer> writes =
        thread.submit(
            () -> {
              int created = 0;
              for (; goesOn.get(); created++) {
                try {
                  Files.createDirectories(own.path().resolve("a/" + created % 50));
                } catch (IOException e) {
                  created--; // Its parent was deleted.
                }
              }
              return created;
            });
    TestCluster.await(() -> Files.exists(own.path().resolve("a/49")));
    for (int i = 0; i < 3; i++) {
      own.delete();
    }
    goesOn.set(false);
    writes.get();
    thread.shutdown();
    assertThat(thread.awaitTermination(1, TimeUnit.MINUTES), is(true));
    own.delete();
    assertThat(found(), is(empty()));
  }
}
