package dev.sessionbeam.run;

import dev.sessionbeam.io.s3.S3Location;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.OutputFolder;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checks the folders that a run is given, on a disk or on S3. */
final class FolderChecks {
  private FolderChecks() {}

  /** Adds a fault if one of two folders is inside the other, or if they are the same. */
  static void apart(String flag, String name, String otherFlag, String other, List<String> faults) {
    if (holds(name, other)) {
      faults.add(fault(otherFlag, other, flag, name));
    } else if (holds(other, name)) {
      faults.add(fault(flag, name, otherFlag, other));
    }
  }

  /**
   * Whether an input of a backfill is a folder of the output that a backfill neither reads nor
   * writes: {@code invalid/} or {@code late/}, or something in it.
   */
  static boolean isRejectedOf(String input, String output) {
    return Stream.of(Dataset.INVALID, Dataset.LATE)
        .anyMatch(dataset -> holds(OutputFolder.of(output).root() + dataset.folder(), input));
  }

  private static String fault(String flag, String inner, String outerFlag, String outer) {
    String outerName = outerFlag.substring("--".length());
    return flag + ": " + inner + " must not be inside the " + outerName + " " + outer;
  }

  private static boolean holds(String outer, String inner) {
    if (S3Location.isS3(outer) || S3Location.isS3(inner)) {
      return S3Location.isS3(outer) && S3Location.isS3(inner) && S3Location.holds(outer, inner);
    }
    Path out = Path.of(outer).toAbsolutePath().normalize();
    Path in = Path.of(inner).toAbsolutePath().normalize();
    return in.equals(out) || (in.startsWith(out) && !Files.isRegularFile(out));
  }

  /**
   * Makes sure that a folder exists and can be written to; creates it if it is missing.
   *
   * @param folder null if it is not on a local disk
   * @throws IOException if it cannot be written to
   */
  static void writable(@Nullable Path folder) throws IOException {
    if (folder == null) {
      return;
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IOException("it is a file");
    }
    Path existing = folder.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing != null && Files.isDirectory(existing) && !Files.isWritable(existing)) {
      throw new FileSystemException(
          existing.toString(), null, "permission denied: this user may not write to it");
    }
    if (existing == null || !Files.isDirectory(existing)) {
      throw new IOException(existing + " is not a folder that can be written to");
    }
    Files.createDirectories(folder);
  }

  /**
   * Makes sure the same, and that a file can really be written: permissions alone do not tell that
   * a disk is full, or that it is mounted read-only.
   *
   * @throws IOException if no file can be written there
   */
  static void takesFiles(Path folder) throws IOException {
    writable(folder);
    Path probe = Files.createTempFile(folder, ".probe", null);
    try {
      Files.write(probe, new byte[1]);
    } finally {
      Files.delete(probe);
    }
  }
}
