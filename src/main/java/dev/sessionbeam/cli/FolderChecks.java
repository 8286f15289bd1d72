package dev.sessionbeam.cli;

import dev.sessionbeam.s3.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What has to hold of the folders that a run is given, on a disk or on S3. */
final class FolderChecks {
  private FolderChecks() {}

  /** None of two may lie in the other; what does is a fault. */
  static void apart(String flag, String name, String otherFlag, String other, List<String> faults) {
    if (holds(name, other)) {
      faults.add(lies(otherFlag, other, flag, name));
    } else if (holds(other, name)) {
      faults.add(lies(flag, name, otherFlag, other));
    }
  }

  private static String lies(String flag, String inner, String outerFlag, String outer) {
    return flag + ": " + inner + " lies in the " + outerFlag.substring("--".length()) + " " + outer;
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
   * Makes sure that a folder is there and can be written to.
   *
   * @param folder null where it is on no local disk
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
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new IOException(existing + " is no folder that can be written to");
    }
    Files.createDirectories(folder);
  }
}
