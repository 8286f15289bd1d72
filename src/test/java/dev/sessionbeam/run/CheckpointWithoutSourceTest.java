package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sessionbeam.cli.CommandRun;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies a savepoint, so that a job can resume all steps except its source. */
class CheckpointWithoutSourceTest {
  private static final Path KEPT = Path.of("src/test/resources/savepoints/files-1.zip");

  @TempDir private Path folder;

  private Path savepoint() throws IOException {
    Path savepoint = Files.createDirectory(folder.resolve("savepoint"));
    try (InputStream file = Files.newInputStream(KEPT);
        ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry part = zip.getNextEntry(); part != null; part = zip.getNextEntry()) {
        if (!part.getName().contains("/")) {
          Files.copy(zip, savepoint.resolve(part.getName()));
        }
      }
    }
    return savepoint;
  }

  private static List<OperatorState> steps(Path savepoint) throws IOException {
    try (DataInputStream in =
        new DataInputStream(Files.newInputStream(savepoint.resolve("_metadata")))) {
      return new ArrayList<>(
          Checkpoints.loadCheckpointMetadata(
                  in, CheckpointWithoutSourceTest.class.getClassLoader(), savepoint.toString())
              .getOperatorStates());
    }
  }

  private static List<String> ids(List<OperatorState> steps) {
    return steps.stream().map(step -> step.getOperatorID().toHexString()).sorted().toList();
  }

  @Test
  void theCopyHoldsAllStepsButTheSourceAndTheFilesOfTheirStates() throws Exception {
    Path savepoint = savepoint();
    List<OperatorState> whole = steps(savepoint);
    List<Path> files = CommandRun.files(savepoint);

    Path copy = Path.of(CheckpointWithoutSource.of(savepoint.toString()));

    List<OperatorState> sources =
        whole.stream().filter(step -> step.getCoordinatorState() != null).toList();
    assertThat(sources, hasSize(1));
    List<OperatorState> others = new ArrayList<>(whole);
    others.removeAll(sources);
    assertThat(ids(steps(copy)), is(ids(others)));
    for (Path file : files) {
      Path copied = copy.resolve(file.getFileName());
      boolean same = Files.mismatch(file, copied) == -1;
      assertThat(file.toString(), same, is(!file.endsWith("_metadata")));
    }
    assertThat("the original stays", ids(steps(savepoint)), is(ids(whole)));
  }

  @Test
  void theMetadataFileOfASavepointMayBeGivenForIt() throws Exception {
    Path savepoint = savepoint();
    assertThat(
        CheckpointWithoutSource.of("file:" + savepoint.resolve("_metadata")),
        is(CheckpointWithoutSource.of(savepoint.toString())));
  }

  @Test
  void aFolderWithoutASavepointIsNamed() {
    UsageException fault =
        assertThrows(
            UsageException.class, () -> CheckpointWithoutSource.of(folder.resolve("x").toString()));
    assertThat(
        fault.getMessage(),
        allOf(
            containsString("--readAgainFrom"),
            containsString("cannot copy " + folder.resolve("x")),
            containsString("it does not exist")));
    fault = assertThrows(UsageException.class, () -> CheckpointWithoutSource.of("hdfs://host/x"));
    assertThat(fault.getMessage(), containsString("hdfs"));
  }

  @Test
  void aFileThatIsNotMetadataIsNamed() throws Exception {
    Files.writeString(folder.resolve("_metadata"), "not of Flink");
    UsageException fault =
        assertThrows(UsageException.class, () -> CheckpointWithoutSource.of(folder.toString()));
    assertThat(fault.getMessage(), containsString(folder.toString()));
  }
}
