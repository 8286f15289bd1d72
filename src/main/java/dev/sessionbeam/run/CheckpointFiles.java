package dev.sessionbeam.run;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.IncrementalRemoteKeyedStateHandle;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.SavepointKeyedStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.runtime.state.filesystem.FileStateHandle;

/**
 * Reads what a checkpoint on the local disk says about itself, and looks whether the files are
 * there that it names. A crash or a full disk may leave only a part of them. Files that several
 * checkpoints share are named by their place, so a moved folder lacks them.
 */
final class CheckpointFiles {
  private static final String METADATA = "_metadata";

  private final Path folder;

  private CheckpointFiles(Path folder) {
    this.folder = folder;
  }

  /**
   * Checks a checkpoint.
   *
   * @param onDisk whether the run that resumes keeps its state on the disk
   * @throws IOException if a run cannot resume from it; the message names the file at fault
   */
  static void check(Path checkpoint, boolean onDisk) throws IOException {
    CheckpointFiles files = new CheckpointFiles(checkpoint);
    for (OperatorState step : files.metadata().getOperatorStates()) {
      for (OperatorSubtaskState task : step.getStates()) {
        if (onDisk && task.getManagedKeyedState().stream().anyMatch(CheckpointFiles::isOfMemory)) {
          throw new IOException(
              "an earlier version wrote it, which kept its state in memory: resume it with that"
                  + " version, and let it end");
        }
        for (StreamStateHandle state : states(task)) {
          check(state);
        }
      }
    }
  }

  private static boolean isOfMemory(KeyedStateHandle state) {
    return state instanceof KeyGroupsStateHandle && !(state instanceof SavepointKeyedStateHandle);
  }

  private CheckpointMetadata metadata() throws IOException {
    Path file = folder.resolve(METADATA);
    try (InputStream stored = Files.newInputStream(file);
        DataInputStream in = new DataInputStream(stored)) {
      if (Files.size(file) == 0) {
        throw new IOException(METADATA + " is empty");
      }
      return Checkpoints.loadCheckpointMetadata(
          in, CheckpointFiles.class.getClassLoader(), folder.toUri().toString());
    } catch (EOFException e) {
      throw new IOException(METADATA + " is cut short", e);
    } catch (RuntimeException e) {
      // Damaged bytes may be any lengths and numbers.
      throw new IOException(METADATA + " is not one of this version of Flink, or damaged: " + e, e);
    }
  }

  private static List<StreamStateHandle> states(OperatorSubtaskState task) {
    List<StreamStateHandle> states = new ArrayList<>();
    for (Collection<OperatorStateHandle> ofStep :
        List.of(task.getManagedOperatorState(), task.getRawOperatorState())) {
      ofStep.forEach(state -> states.add(state.getDelegateStateHandle()));
    }
    for (Collection<KeyedStateHandle> ofKeys :
        List.of(task.getManagedKeyedState(), task.getRawKeyedState())) {
      for (KeyedStateHandle state : ofKeys) {
        if (state instanceof KeyGroupsStateHandle groups) {
          states.add(groups.getDelegateStateHandle());
        } else if (state instanceof IncrementalRemoteKeyedStateHandle increments) {
          states.add(increments.getMetaDataStateHandle());
          increments.getPrivateState().forEach(file -> states.add(file.getHandle()));
          increments.getSharedState().forEach(file -> states.add(file.getHandle()));
        }
      }
    }
    return states;
  }

  /** Small states are in the metadata itself; the others have files of their own. */
  private static void check(StreamStateHandle state) throws IOException {
    if (state instanceof FileStateHandle file && file.getFilePath().toUri().getPath() != null) {
      Path path = Path.of(file.getFilePath().toUri().getPath());
      try {
        if (Files.size(path) < file.getStateSize()) {
          throw new IOException(path + " is cut short");
        }
      } catch (NoSuchFileException e) {
        throw new IOException(path + " is gone", e);
      }
    }
  }
}
