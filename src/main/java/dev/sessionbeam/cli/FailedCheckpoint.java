package dev.sessionbeam.cli;

import dev.sessionbeam.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a checkpoint could not be written or restored. Flink says only that it failed, so the
 * folder is looked at: a disk that is full, or a folder that cannot be written to, is still so.
 */
final class FailedCheckpoint {
  private FailedCheckpoint() {}

  /** Whether a message of Flink says that a run ended because a checkpoint could not be written. */
  static boolean isMeantBy(@Nullable String message) {
    return message != null && message.contains("Exceeded checkpoint tolerable failure threshold");
  }

  /**
   * The sentence for the user.
   *
   * @param cause what the operating system said; null if Flink did not hand it on
   * @param folder of the checkpoints; null if they are in a temporary folder
   * @param folders all local folders of the command
   */
  static String describe(@Nullable String cause, @Nullable String folder, List<Path> folders) {
    String why = cause == null && folder != null ? fault(folder) : cause;
    String what = "a checkpoint could not be written" + (folder == null ? "" : " to " + folder);
    if (why != null) {
      return what + ": " + (FullDisk.isMeantBy(why) ? FullDisk.describe(folders) : why);
    }
    return what + ". " + FullDisk.suspects(folders);
  }

  /**
   * The sentence for a checkpoint that cannot be restored.
   *
   * @param cause what Flink says
   * @param folder of the checkpoints; null on a cluster
   */
  static String unrestored(String cause, @Nullable String folder) {
    return "the checkpoint"
        + (folder == null ? "" : " in " + folder)
        + " cannot be restored: "
        + cause.lines().findFirst().orElse("no cause is known")
        + ". It may be damaged, or of another pipeline or version. No older checkpoint may take its"
        + " place: what was published after it would be written again. Put the folder back from a"
        + " copy, or resume with the version that wrote it; or start afresh: without --resume, with"
        + " --overwrite. For details, give --verbose";
  }

  /** Why no file can be written to the folder now; null if one can. */
  private static @Nullable String fault(String name) {
    try {
      Path folder = Path.of(name);
      Files.createDirectories(folder);
      Path probe = Files.createTempFile(folder, ".probe", null);
      try {
        Files.write(probe, new byte[1 << 16]);
      } finally {
        Files.delete(probe);
      }
      return null;
    } catch (InvalidPathException e) {
      return e.getMessage();
    } catch (IOException e) {
      return RunPlan.describe(e);
    }
  }
}
