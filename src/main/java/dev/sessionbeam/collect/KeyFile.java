package dev.sessionbeam.collect;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A file of write keys, which is read again when it has changed. Not thread-safe. */
public final class KeyFile {
  private final Path file;
  private @Nullable Version last;

  /** What changes when the file is written or replaced. */
  private record Version(long size, long modified, @Nullable Object identity) {}

  public KeyFile(Path file) {
    this.file = file;
  }

  /**
   * Reads the keys if the file has changed since the last time.
   *
   * @param faults gets what is wrong with the file
   * @return null if it has not changed, or if there are faults
   */
  public @Nullable WriteKeys readIfChanged(List<String> faults) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      Version version = new Version(now.size(), now.lastModifiedTime().toMillis(), now.fileKey());
      if (version.equals(last)) {
        return null;
      }
      List<String> found = new ArrayList<>();
      WriteKeys keys = WriteKeys.read(Files.readString(file), "--writeKeys: " + file, found);
      last = version;
      faults.addAll(found);
      return found.isEmpty() ? keys : null;
    } catch (CharacterCodingException e) {
      faults.add("--writeKeys: " + file + " is not a text in UTF-8");
    } catch (IOException e) {
      faults.add("--writeKeys: cannot read " + file + ": " + e.getMessage());
    }
    return null;
  }
}
