package dev.sessionbeam.cli;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * A copy of a checkpoint or savepoint without the state of the source: a job that goes on from it
 * has the state of all other steps, and begins to read anew. Flink looks at a step's state only
 * where it has some, so it does not matter whether it could read that of the source.
 */
final class SourcelessCheckpoint {
  /** Where the copy is, below the original: whoever looks for the latest one must not find it. */
  private static final String FOLDER = "without-source";

  private static final String METADATA = "_metadata";

  private SourcelessCheckpoint() {}

  /**
   * Writes the copy; one that is there is replaced.
   *
   * @param checkpoint its folder, or its file of metadata
   * @return the copy's folder
   * @throws UsageException where it cannot be read, has no source, or the copy cannot be written
   */
  static String of(String checkpoint) throws UsageException {
    try {
      ResourceId from = FileSystems.matchNewResource(folder(checkpoint), /* isDirectory= */ true);
      ResourceId to = from.resolve(FOLDER, StandardResolveOptions.RESOLVE_DIRECTORY);
      CheckpointMetadata whole = read(from);
      copyFiles(from, to);
      write(withoutSource(whole, checkpoint), to);
      return to.toString();
    } catch (IOException e) {
      throw fault(checkpoint, RunPlan.describe(e));
    } catch (IllegalArgumentException e) {
      // No file system is known for it, or it is no checkpoint of Flink.
      throw fault(checkpoint, String.valueOf(e.getMessage()));
    }
  }

  private static UsageException fault(String checkpoint, String cause) {
    return new UsageException(
        "--readAgainFrom goes on from a copy of the checkpoint that holds nothing of the stream. No"
            + " copy could be made of %s: %s".formatted(checkpoint, cause));
  }

  private static String folder(String checkpoint) {
    String folder =
        checkpoint.endsWith("/" + METADATA)
            ? checkpoint.substring(0, checkpoint.length() - METADATA.length())
            : checkpoint;
    // Beam has other names for disks and for S3 than Flink.
    return folder.replaceFirst("^file:/+", "/").replaceFirst("^s3[ap]://", "s3://");
  }

  /**
   * Files are named relative to the metadata, and are named so again in the copy. Where they are
   * does not matter here; and Flink in this process knows no folder but a local one.
   */
  private static CheckpointMetadata read(ResourceId folder) throws IOException {
    Path local = ScratchFolder.make("savepoint");
    Files.createFile(local.resolve(METADATA));
    try (DataInputStream in =
        new DataInputStream(Channels.newInputStream(FileSystems.open(metadata(folder))))) {
      return Checkpoints.loadCheckpointMetadata(
          in, SourcelessCheckpoint.class.getClassLoader(), local.toString());
    }
  }

  private static ResourceId metadata(ResourceId folder) {
    return folder.resolve(METADATA, StandardResolveOptions.RESOLVE_FILE);
  }

  /** Only a source has a coordinator that takes part in checkpoints. */
  private static CheckpointMetadata withoutSource(CheckpointMetadata whole, String checkpoint)
      throws IOException {
    List<OperatorState> steps = new ArrayList<>();
    boolean hasSource = false;
    for (OperatorState step : whole.getOperatorStates()) {
      if (step.getCoordinatorState() != null) {
        hasSource = true;
      } else if (!step.isFullyFinished()) {
        steps.add(unfinished(step));
      }
    }
    if (!hasSource) {
      throw new IOException(checkpoint + " holds no source");
    }
    return new CheckpointMetadata(
        whole.getCheckpointId(), steps, whole.getMasterStates(), whole.getCheckpointProperties());
  }

  /**
   * The state of a step without the notes of which tasks had ended, as those without a shard do.
   * Flink refuses such notes where the steps of a task do not agree, and the source has none now.
   */
  private static OperatorState unfinished(OperatorState step) {
    OperatorState copy =
        new OperatorState(step.getOperatorID(), step.getParallelism(), step.getMaxParallelism());
    step.getSubtaskStates()
        .forEach(
            (task, state) -> {
              if (!state.isFinished()) {
                copy.putState(task, state);
              }
            });
    return copy;
  }

  /** What the metadata names relative to itself. */
  private static void copyFiles(ResourceId from, ResourceId to) throws IOException {
    List<ResourceId> files = new ArrayList<>();
    List<ResourceId> copies = new ArrayList<>();
    for (MatchResult.Metadata file : FileSystems.match(from + "*").metadata()) {
      String name = file.resourceId().getFilename();
      if (!file.resourceId().isDirectory() && name != null && !name.equals(METADATA)) {
        files.add(file.resourceId());
        copies.add(to.resolve(name, StandardResolveOptions.RESOLVE_FILE));
      }
    }
    FileSystems.copy(files, copies);
  }

  private static void write(CheckpointMetadata metadata, ResourceId folder) throws IOException {
    try (OutputStream out =
        Channels.newOutputStream(FileSystems.create(metadata(folder), MimeTypes.BINARY))) {
      Checkpoints.storeCheckpointMetadata(metadata, out);
    }
  }
}
