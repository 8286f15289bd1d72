package dev.sessionbeam.run;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeOffsets;
import org.apache.flink.runtime.state.KeyGroupsSavepointStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.memory.ByteStreamStateHandle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is found out about a checkpoint before a run resumes from it. */
class CheckpointFilesTest {
  private static final KeyGroupRangeOffsets OFFSETS =
      new KeyGroupRangeOffsets(KeyGroupRange.of(0, 0));
  private static final ByteStreamStateHandle BYTES =
      new ByteStreamStateHandle("state", new byte[] {1});

  @TempDir private Path folder;

  private Path checkpoint(KeyedStateHandle state) throws IOException {
    OperatorState step = new OperatorState(new OperatorID(1, 2), 1, 1);
    step.putState(0, OperatorSubtaskState.builder().setManagedKeyedState(state).build());
    try (OutputStream file = Files.newOutputStream(folder.resolve("_metadata"));
        DataOutputStream out = new DataOutputStream(file)) {
      Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(step), List.of()), out);
    }
    return folder;
  }

  @Test
  void aCheckpointOfAStateInMemoryDoesNotFitAStateOnTheDisk() throws IOException {
    Path checkpoint = checkpoint(new KeyGroupsStateHandle(OFFSETS, BYTES));
    IOException fault =
        assertThrows(IOException.class, () -> CheckpointFiles.check(checkpoint, true));
    assertThat(
        Objects.requireNonNull(fault.getMessage()),
        containsString("an earlier version wrote it, which kept its state in memory"));
    assertDoesNotThrow(() -> CheckpointFiles.check(checkpoint, false));
  }

  @Test
  void aSavepointFitsEitherState() throws IOException {
    Path savepoint = checkpoint(new KeyGroupsSavepointStateHandle(OFFSETS, BYTES));
    assertDoesNotThrow(() -> CheckpointFiles.check(savepoint, true));
    assertDoesNotThrow(() -> CheckpointFiles.check(savepoint, false));
  }
}
