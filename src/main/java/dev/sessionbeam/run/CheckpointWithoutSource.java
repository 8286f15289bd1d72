package dev.sessionbeam.run;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.MatchResult;
import org.apache.beam.sdk.io.fs.ResolveOptions.StandardResolveOptions;
import org.apache.beam.sdk.io.fs.ResourceId;
import org.apache.beam.sdk.util.MimeTypes;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;

/**
 * Copies a checkpoint or savepoint without the state of the source. A job that resumes from the
 * copy has the state of all other steps, and starts to read again. Flink reads only the states that
 * the copy holds, so it does not matter whether it could read the state of the source.
 */
final class CheckpointWithoutSource {
  /** The copy's folder below the original, where a search for the latest one does not find it. */
  static final String FOLDER = "without-source";

  static final String METADATA = "_metadata";

  private CheckpointWithoutSource() {}

  /**
   * Writes the copy, and replaces an older one.
   *
   * @param checkpoint the checkpoint's folder, or its metadata file
   * @return the copy's folder
   * @throws UsageException if the checkpoint cannot be read or has no source, or if the copy cannot
   *     be written
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
      throw fault(checkpoint, RunPlan.describe(checkpoint, e));
    } catch (IllegalArgumentException e) {
      // The file system is not known, or it is not a checkpoint of Flink.
      throw fault(checkpoint, String.valueOf(e.getMessage()));
    }
  }

  /** The checkpoint that a copy is made of; empty if a path is not that of a copy. */
  static Optional<String> original(String copy) {
    String folder = copy.replaceFirst("/+$", "");
    return folder.endsWith("/" + FOLDER)
        ? Optional.of(folder.substring(0, folder.length() - FOLDER.length() - 1))
        : Optional.empty();
  }

  private static UsageException fault(String checkpoint, String cause) {
    return new UsageException(
        String.format(
            Locale.ROOT,
            "--readAgainFrom: cannot copy %s without the position in the stream: %s",
            checkpoint,
            cause));
  }

  private static String folder(String checkpoint) {
    String folder =
        checkpoint.endsWith("/" + METADATA)
            ? checkpoint.substring(0, checkpoint.length() - METADATA.length())
            : checkpoint;
    // Beam and Flink have different prefixes for local disks and for S3.
    return folder.replaceFirst("^file:/+", "/").replaceFirst("^s3[ap]://", "s3://");
  }

  /**
   * Reads the metadata. It names files relative to itself, and so does the copy, so their place
   * does not matter here. A local folder stands for it, because Flink in this process knows only
   * local folders.
   */
  private static CheckpointMetadata read(ResourceId folder) throws IOException {
    Path local = ProcessTempFolder.make("savepoint");
    Files.createFile(local.resolve(METADATA));
    try (DataInputStream in =
        new DataInputStream(Channels.newInputStream(FileSystems.open(metadata(folder))))) {
      return Checkpoints.loadCheckpointMetadata(
          in, CheckpointWithoutSource.class.getClassLoader(), local.toString());
    }
  }

  private static ResourceId metadata(ResourceId folder) {
    return folder.resolve(METADATA, StandardResolveOptions.RESOLVE_FILE);
  }

  /** Removes the source from the metadata: the only step with a coordinator in checkpoints. */
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
      throw new IOException(checkpoint + " holds no state of a source");
    }
    return new CheckpointMetadata(
        whole.getCheckpointId(), steps, whole.getMasterStates(), whole.getCheckpointProperties());
  }

  /**
   * Copies the state of a step without the marks of finished tasks (tasks without a shard finish
   * early). Flink does not accept such marks if the steps of one task disagree, and the source has
   * no marks now.
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

  /** Copies the files that the metadata names relative to itself. */
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
